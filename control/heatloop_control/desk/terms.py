"""Words of the desk: who may ask for what, in which rank, and what becomes of it. Frozen; times are those of a monotonic clock."""

import math
from dataclasses import dataclass
from enum import Enum, IntEnum

from heatloop_control.mode import Event
from heatloop_control.ramp import Ramp
from heatloop_thermo.errors import require


class Slot(IntEnum):
    """Rank of a claim on a setpoint: the smaller number wins, and the schedule has it when nobody else does."""

    SAFETY = 0  # somebody pressed stop, or a trip
    PROTECTION = 1  # of machines and plant: frost, heat
    PANEL = 2  # whoever stands before the PLC
    OPERATOR = 3  # a person, over the wire
    OPTIMISER = 4  # a programme
    SCHEDULE = 5  # nobody


class Role(IntEnum):
    """What somebody may do; a larger number may do all that a smaller one may."""

    READ = 0
    OPERATE = 1
    CONFIGURE = 2
    ADMIN = 3


class Progress(Enum):
    """How far a wish has come."""

    REQUESTED = "requested"  # waits for a second person
    ACCEPTED = "accepted"  # within all limits, and waits for its turn
    APPLIED = "applied"  # a scan works with it
    VERIFIED = "verified"  # the plant does it, as read back
    UNCONFIRMED = "unconfirmed"  # the plant should do it by now, and does not
    EXPIRED = "expired"  # its time ran out
    RELEASED = "released"  # given back, replaced, or ended by a trip
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Setpoint:
    """What may be asked for, and within what.

    Parameters
    ----------
    name, what, unit : "supply"; its meaning in an operator's words; unit of the values.
    low, high : envelope; nothing outside it ever reaches the scan. [unit]
    default : what the schedule says where it says nothing; within the envelope. [unit]
    ramp : fastest change, whoever asks; safety and protection need not wait for it. [unit/s]
    tolerance : of the read-back. [unit]
    confirm_s, pace : the plant has to do it so long after it was told [s], and after the way from where it is at this pace [unit/s].
    dwell_s : least time between two writes into a slot. [s]
    safe : value while the plant is being made safe; None: that does not touch it. [unit]
    consent : whether a second person has to agree.
    """

    name: str
    what: str
    unit: str
    low: float
    high: float
    default: float
    ramp: Ramp
    tolerance: float
    confirm_s: float
    dwell_s: float = 5.0
    safe: float | None = None
    consent: bool = False
    pace: float = math.inf

    def __post_init__(self) -> None:
        """Refuse an envelope that contradicts itself."""
        require(f"{self.name}: low", self.low, -1e9, 1e9, self.unit, "an envelope has two ends")
        require(f"{self.name}: high", self.high, self.low, 1e9, self.unit, "the envelope begins at `low`")
        require(f"{self.name}: default", self.default, self.low, self.high, self.unit, "the default is allowed")
        if self.safe is not None:
            require(f"{self.name}: safe", self.safe, self.low, self.high, self.unit, "the safe value is allowed")

    def allows(self, value: float) -> bool:
        """Whether a value lies in the envelope; NaN never does."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: name as logged in, and role."""

    who: str
    role: Role


@dataclass(frozen=True, slots=True)
class Wish:
    """A value that somebody would like a setpoint to have for a time.

    Parameters
    ----------
    name, value : of the setpoint; in its unit.
    reason : why, in words; obligatory.
    ttl_s : for so long. [s]
    by : who asks.
    version : that the setpoint had when they looked at it (ETag).
    slot : OPERATOR or OPTIMISER; the others are nobody's to ask for.
    """

    name: str
    value: float
    reason: str
    ttl_s: float
    by: Person
    version: str
    slot: Slot = Slot.OPERATOR


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a stable code, a sentence, and the limit that was crossed (low, high, unit) where there is one."""

    code: str
    text: str
    limit: tuple[float, float, str] | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """A wish that was taken, and how far it has come.

    Parameters
    ----------
    ticket : its name, never used twice.
    wish : what is asked.
    asked_s, until_s : when it was taken, and when it ends. [s]
    progress, why : how far it has come, and a remark: who outranks it, why it ended.
    consent : who agreed; empty where nobody had to.
    due_s : the plant has to do it by then, while the read-back differs; inf while it does not have to. [s]
    """

    ticket: str
    wish: Wish
    asked_s: float
    until_s: float
    progress: Progress
    why: str = ""
    consent: str = ""
    due_s: float = math.inf


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk says to whoever asks: ticket (empty when refused), progress, version of what was asked about, refusal or None."""

    ticket: str
    progress: Progress
    version: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the controller itself or the local panel claims of a setpoint; it stands for one scan.

    Parameters
    ----------
    name, slot : setpoint; SAFETY, PROTECTION or PANEL.
    value : in its unit; None: the safe value.
    who, why : source, in words.
    """

    name: str
    slot: Slot
    value: float | None
    who: str
    why: str

    def __post_init__(self) -> None:
        """Refuse a slot that people have to ask for."""
        require(f"{self.name}: slot", float(self.slot), 0.0, float(Slot.PANEL), "-", "people hold leases, not claims")


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has a setpoint, and why.

    Parameters
    ----------
    name, slot, value : setpoint, rank of the winner, what it claims. [unit]
    who, why : of the winner.
    until_s : when it ends; inf for what has no end. [s]
    ticket : of the winning lease; empty for others.
    outranked : the claims below, the highest first, as "operator Anna: 72 degC".
    """

    name: str
    slot: Slot
    value: float
    who: str
    why: str
    until_s: float
    ticket: str
    outranked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagOut:
    """Somebody works on it: target (setpoint or command tag), who, note, since when. [s]"""

    target: str
    who: str
    note: str
    since_s: float


@dataclass(frozen=True, slots=True)
class Safe:
    """The plant was made safe: by whom, when [s], why (may be empty)."""

    who: str
    since_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class Order:
    """A START, STOP or RESET that waits for the next scan: event, who, reason, when it was given. [s]"""

    event: Event
    who: str
    reason: str
    asked_s: float


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a lease, a claim or an order in a scan, for journal and audit: ticket or source, setpoint, state, remark."""

    ticket: str
    name: str
    became: str
    why: str
