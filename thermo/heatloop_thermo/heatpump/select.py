"""Which refrigerant: every candidate designed for the duty, held against limits and policy, and one picked by a stated rule.

The rule: what breaks no limit and no policy is eligible; the highest COP leads; what comes within ``cop_tie`` of it counts as
equal, and among equals the lower global warming potential wins, and where those hardly differ the smaller compressor.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from heatloop_thermo.errors import ThermoError
from heatloop_thermo.heatpump.data import RefrigerantData
from heatloop_thermo.heatpump.design import HeatPumpDesign, design_heat_pump
from heatloop_thermo.heatpump.limits import limits_for
from heatloop_thermo.heatpump.spec import Duty, HeatPumpSpec

SAFE_CLASSES = ("A1", "A2L", "B1", "B2L")
"""Offered without being asked for: what burns hardly or not at all. A3 (hydrocarbons) needs the owner's consent."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the owner allows.

    Parameters
    ----------
    gwp_max : highest global warming potential. [-]; 150 is the limit that Regulation (EU) 2024/573 sets for most new heat pumps
    safety_classes : of ASHRAE 34 that may stand on the site.
    cop_tie : COPs that differ by less count as equal. [-]; 0.02
    gwp_same : potentials below this count as equal. [-]; 10
    """

    gwp_max: float = 150.0
    safety_classes: tuple[str, ...] = SAFE_CLASSES
    cop_tie: float = 0.02
    gwp_same: float = 10.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One refrigerant in the comparison.

    Parameters
    ----------
    data : its catalogue row.
    design : the machine with it; None where no cycle could be found.
    rejected_because : limits and policies that speak against it, in words; empty for an eligible one.
    """

    data: RefrigerantData
    design: HeatPumpDesign | None
    rejected_because: tuple[str, ...]

    @property
    def eligible(self) -> bool:
        """Whether it may be chosen."""
        return self.design is not None and not self.rejected_because

    @property
    def cop(self) -> float:
        """Heat over electric power; 0 without a design. [-]"""
        return self.design.cop if self.design else 0.0


@dataclass(frozen=True, slots=True)
class Selection:
    """The comparison and its outcome.

    Parameters
    ----------
    chosen : None where nothing is eligible.
    candidates : all, eligible ones first, each group by COP.
    reasons : why this one, in sentences.
    """

    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]


POLICY = Policy()
"""The usual one."""


def select_refrigerant(
    duty: Duty, spec: HeatPumpSpec, refrigerants: Sequence[RefrigerantData], policy: Policy = POLICY
) -> Selection:
    """Design a machine with each refrigerant and pick one.

    Parameters
    ----------
    duty, spec : as for `design_heat_pump`; of ``spec``, refrigerant, family, limits of temperature and pressure, and ``transcritical``
        are each candidate's own.
    refrigerants : candidates from the catalogue.
    policy : what the owner allows.

    Returns
    -------
    All candidates with their designs or what spoke against them. Nothing is raised for a candidate that cannot do it.
    """
    rows = [_candidate(duty, spec, data, policy) for data in refrigerants]
    rows.sort(key=lambda row: (not row.eligible, -row.cop, row.data.name))
    eligible = [row for row in rows if row.eligible]
    if not eligible:
        return Selection(None, tuple(rows), (_nothing(rows),))
    ties = [row for row in eligible if row.cop >= (1.0 - policy.cop_tie) * eligible[0].cop]
    chosen = min(ties, key=lambda row: (max(row.data.gwp_100, policy.gwp_same), _swept(row)))
    return Selection(chosen, tuple(rows), tuple(_reasons(chosen, eligible, ties, rows, policy)))


def _candidate(duty: Duty, spec: HeatPumpSpec, data: RefrigerantData, policy: Policy) -> Candidate:
    against = []
    if data.gwp_100 > policy.gwp_max:
        against.append(f"GWP {data.gwp_100:g} is above the limit of {policy.gwp_max:g}")
    if data.safety_class not in policy.safety_classes:
        against.append(
            f"safety class {data.safety_class} is not among those allowed ({', '.join(policy.safety_classes)})"
        )
    own = replace(
        spec,
        refrigerant=data.name,
        family=data.family,
        limits=limits_for(data, spec.limits),
        transcritical=data.transcritical,
    )
    try:
        machine = design_heat_pump(duty, own)
    except ThermoError as error:
        return Candidate(data, None, (*against, str(error)))
    return Candidate(data, machine, (*against, *(violation.text for violation in machine.violations)))


def _swept(row: Candidate) -> float:
    return sum(row.design.swept_m3_s) if row.design else float("inf")


def _reasons(
    chosen: Candidate, eligible: list[Candidate], ties: list[Candidate], rows: list[Candidate], policy: Policy
) -> list[str]:
    name, best = chosen.data.name, eligible[0]
    text = [
        f"{name}: COP {chosen.cop:.2f}, {_swept(chosen):.3f} m3/s swept, GWP {chosen.data.gwp_100:g}, {chosen.data.safety_class}."
    ]
    others = [row.data.name for row in ties if row is not chosen]
    if chosen is best and not others:
        second = f"; next is {eligible[1].data.name} with {eligible[1].cop:.2f}" if len(eligible) > 1 else ""
        text.append(f"It has the highest COP of {len(eligible)} eligible refrigerants{second}.")
    elif others:
        same = all(max(row.data.gwp_100, policy.gwp_same) == max(chosen.data.gwp_100, policy.gwp_same) for row in ties)
        why = "the smaller compressor decides" if same else "the lower GWP decides"
        text.append(
            f"Within {policy.cop_tie:.0%} of the highest COP ({best.data.name}, {best.cop:.2f}) lie also {', '.join(others)}: {why}."
        )
    better = [row for row in rows if not row.eligible and row.cop > chosen.cop]
    text += [f"{row.data.name} would reach {row.cop:.2f}, but {row.rejected_because[0]}." for row in better]
    return text


def _nothing(rows: list[Candidate]) -> str:
    against = "; ".join(f"{row.data.name}: {row.rejected_because[0]}" for row in rows)
    return f"No refrigerant can do it: {against}." if rows else "No refrigerant was offered."
