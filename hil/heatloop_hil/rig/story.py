"""A story: what happens to a plant, second by second, and what may not come of it. Told twice, with the controller and with a plain one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from heatloop_control.program import Program
from heatloop_hil.rig.judge import Check, Verdict, judged
from heatloop_hil.rig.kpi import Facts, kpis
from heatloop_hil.rig.record import Record
from heatloop_hil.rig.rig import Rig
from heatloop_sites.points import Point
from heatloop_thermo.design import Design

Beat = tuple[float, Callable[[Rig], None]]
"""Second at which something is done to the rig, and what."""
WARM_S = 3000.0
"""A plant is left alone for so long before a story begins. [s]"""
DEMAND = 0.98
"""The sinks ask for this share of what the machines give, so that a full tank does not spoil a story. [-]"""


@dataclass(frozen=True)
class Story:
    """One story.

    Parameters
    ----------
    name, text : short name; what happens, in a sentence.
    lasts_s : its length. [s]
    beats : in the order of time.
    checks : limits.
    cold : whether it begins with a plant that has stood for long; else with one in operation.
    needs : parts without which it has no meaning on a site: "boiler", "dry_cooler", "tank".
    """

    name: str
    text: str
    lasts_s: float
    beats: tuple[Beat, ...] = ()
    checks: tuple[Check, ...] = ()
    cold: bool = False
    needs: frozenset[str] = frozenset()

    def fits(self, design: Design) -> bool:
        """Whether it can be told of a plant."""
        plant = design.plant
        has = {"boiler": plant.boiler, "dry_cooler": plant.dry_cooler, "tank": plant.tank_volume_m3}
        return all(has[part] is not None for part in self.needs)


@dataclass(frozen=True)
class Told:
    """A story that was told: verdicts, figures, and those of the plain controller; what was recorded."""

    story: Story
    seed: int
    verdicts: tuple[Verdict, ...]
    kpis: dict[str, float]
    record: Record
    plain_kpis: dict[str, float] = field(default_factory=dict)
    plain_record: Record | None = None

    @property
    def passed(self) -> bool:
        """Whether every limit was kept."""
        return all(verdict.passed for verdict in self.verdicts)


def plain(program: Program) -> Program:
    """The same controller without feed-forward, to compare with: one PI controller on the pump."""
    header = program.header
    trim = replace(header.trim, low=-95.0, high=100.0)
    return replace(program, header=replace(header, feedforward=False, trim=trim))


class Stage:
    """Where the stories of a site are told; warmed up once.

    Parameters
    ----------
    design, points : of the site.
    tune : changes the program that follows from the design.
    """

    def __init__(
        self, design: Design, points: Sequence[Point], tune: Callable[[Program], Program] | None = None
    ) -> None:
        self.design, self.points, self.tune = design, points, tune
        self._warm: Rig | None = None

    async def tell(self, story: Story, seed: int = 0) -> Record:
        """Run a story; what was recorded."""
        rig = await self._rig(story, seed)
        done_s = 0.0
        for at_s, act in story.beats:
            await rig.run(at_s - done_s)
            done_s = at_s
            act(rig)
        await rig.run(story.lasts_s - done_s)
        return rig.record

    async def _rig(self, story: Story, seed: int) -> Rig:
        if story.cold:
            rig = Rig(self.design, self.points, seed, cold=True, tune=self.tune)
            demand(rig)
            return rig
        if self._warm is None:
            self._warm = Rig(self.design, self.points, tune=self.tune)
            demand(self._warm)
            await self._warm.start()
            await self._warm.run(WARM_S)
        return self._warm.copy(seed)


def demand(rig: Rig) -> None:
    """Let the sinks ask for nearly what the machines give, each by its load, and no more than all of it."""
    header = rig.design.header
    assert header is not None
    asked_w = sum(sink.design_load_w for sink in rig.design.plant.sinks)
    given_w = sum(loop.duty_w for loop in rig.design.loops)
    rig.plant.requests = [min(100.0, 100.0 * DEMAND * given_w / asked_w)] * len(rig.design.plant.sinks)


async def told(story: Story, stage: Stage, seed: int = 0, beside: Stage | None = None) -> Told:
    """Tell a story and judge it; ``beside``, the stage of the plain controller, tells it again for its figures alone."""
    facts = Facts(stage.design, await stage.tell(story, seed))
    verdicts = tuple(judged(check, facts) for check in story.checks)
    made = Told(story, seed, verdicts, kpis(facts), facts.record)
    if beside is None:
        return made
    other = Facts(beside.design, await beside.tell(story, seed))
    return replace(made, plain_kpis=kpis(other), plain_record=other.record)
