"""docs/validation.md from the data of the tests on stdout, and its picture beside it.

Run by ``make validation``. Nothing here holds a published number: they stand in tests/thermo/data/ and tests/validation/data/.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import exchanger_cases
import greenhouse_cases
import greenhouse_numbers
import liquid_cases
import machine_cases
import opinion
from drawing import agreement_svg
from opinion import Agreement
from published import BANDS, Check, Limit, Refusal, Topic, brief

ROOT = Path(__file__).parents[2]
PAGE, PICTURE = ROOT / "docs" / "validation.md", ROOT / "docs" / "img" / "validation-tespy.svg"

STORED = 1e-9
"""TESPy's COP is stored with nine decimals."""

HEAD = """# Validation
<!-- Written by `make validation`; tests/validation holds this page to the code. Do not edit. -->

What was published, what heatloop says, and how far apart the two may be before a test fails. Everything below is computed from the data that the
tests read (`tests/thermo/data/`, bands in `bands.json` there); `make test` fails when a figure leaves its band or this page is out of date.

**Difference** is ours less published; *rel* means over the published value. **Band** is the tolerance of the test; *all digits* means that ours,
rounded to the digits that were published, is what was published. Numbers in brackets are sources, listed at the end. A source that is a program was
run, and its figures are no measurement. Where heatloop and a source stand on the same ground (CoolProp's equations of state, a correlation), agreement
shows that ours is without slips, and not that the equation is right.
"""


def topics() -> list[Topic]:
    """All sections but the second opinion, in the order of the page."""
    found = [
        exchanger_cases.plate_cooler(),
        exchanger_cases.correlations(),
        exchanger_cases.spread(),
        exchanger_cases.textbook(),
    ]
    found += [liquid_cases.pipes(), liquid_cases.pumps(), liquid_cases.fluids()]
    found += [machine_cases.cycles(), machine_cases.tespy_example(), machine_cases.plants()]
    return [*found, greenhouse_cases.greenhouse()]


def table(head: Sequence[str], lines: Iterable[Sequence[str]], left: int) -> list[str]:
    """A table in Markdown; the first ``left`` columns to the left, figures to the right."""
    rule = ["---" if i < left else "---:" for i in range(len(head))]
    return [f"| {' | '.join(line)} |" for line in (head, rule, *lines)] + [""]


class Sources:
    """Numbers for sources, in the order in which they are first named."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def tag(self, source: str) -> str:
        return f"[{self.known.setdefault(source, len(self.known) + 1)}]"

    def list(self) -> list[str]:
        return ["## Sources", "", *(f"{n}. {source}" for source, n in self.known.items()), ""]


def section(topic: Topic, sources: Sources) -> list[str]:
    lines = [f"## {topic.title}", "", topic.about, ""]
    if topic.checks:
        cells = [[c.cells()[0], sources.tag(c.source), *c.cells()[2:]] for c in topic.checks]
        lines += table(["case", "source", "published", "ours", "difference", "band"], cells, 2)
    if topic.refusals:
        cells = [[r.case, sources.tag(r.source), r.must_say, r.says] for r in topic.refusals]
        lines += table(["case", "source", "must say", "says"], cells, 4)
    if topic.limits:
        cells = [[limit.cells()[0], sources.tag(limit.source), *limit.cells()[2:]] for limit in topic.limits]
        lines += table(["what", "source", "ours", "band"], cells, 2)
    return lines


def second_opinion(
    outlet: list[Agreement], bare_k: float, cop: list[Agreement], discharge: list[Agreement]
) -> list[str]:
    band = BANDS["second_opinion"]
    head = ["points", "number", "median", "95 %", "largest"]
    return [
        "## Second opinion: TESPy at random points",
        "",
        f"{len(outlet[0].off)} counterflow exchangers and {len(cop[0].off)} heat pump cycles, drawn with a fixed seed, solved by {opinion.provenance()}",
        "Inputs and TESPy's answers are stored in `tests/validation/data/`; `make validation` asks TESPy again, `make test` compares ours with what is stored.",
        "",
        f"![Share of the points within a deviation](img/{PICTURE.name})",
        "",
        (
            "**Exchangers**: glycol of 45..95 °C against water 5..45 °C colder, 2..40 kg/s on either side, 0.3 to 6 transfer units; both are given the same UA. "
            f"Largest deviation of an outlet, in K; band {brief(band['outlet_k'])} K. What is left is a pressure term in the enthalpy of CoolProp's incompressible "
            f"liquids that ours does not have: TESPy's glycol is at 1 atm here, and at 20 mbar the largest is {brief(bare_k)} K; band {brief(band['bare_outlet_k'])} K."
        ),
        "",
        *table(head, (agreement_cells(each) for each in outlet), 1),
        (
            "**Heat pumps**: evaporation at 5..50 °C, condensation at least 20 K above and below the critical point, superheat 2..15 K, subcooling 1..15 K, isentropic "
            "efficiency 0.55..0.9, pressure losses up to 4 %. Both ask CoolProp for the refrigerant: the cycle is compared, not the fluid. "
            f"COP, relative (what is below 1e-10 is drawn there); band {brief(band['cop_relative'])}. The discharge temperature deviates by {brief(discharge[0].figures[2])} K at most; band {brief(band['discharge_k'])} K."
        ),
        "",
        *table(head, (agreement_cells(each) for each in cop), 1),
    ]


def agreement_cells(each: Agreement) -> list[str]:
    return [
        each.group,
        str(each.off.size),
        *(brief(value) if value >= STORED else f"< {brief(STORED)}" for value in each.figures),
    ]


def summary(found: list[Topic], opinions: int) -> str:
    lines: list[Check | Refusal | Limit] = [line for topic in found for line in topic.lines()]
    failed = [line.case for line in lines if not line.within]
    verdict = "all within their bands" if not failed else f"**outside their bands: {', '.join(failed)}**"
    return f"{len(lines)} published or exact values and refusals, {verdict}; {opinions} random points beside TESPy.\n"


def page() -> tuple[str, str]:
    """The page and its picture."""
    found, sources = topics(), Sources()
    outlet, (cop, discharge) = opinion.exchangers(), opinion.cycles()
    lines = [HEAD, summary(found, outlet[0].off.size + cop[0].off.size)]
    for topic in found:
        lines += section(topic, sources)
    lines += second_opinion(outlet, opinion.exchangers("_20_mbar")[0].figures[2], cop, discharge) + sources.list()
    return "\n".join(lines).rstrip() + "\n", agreement_svg(outlet[0], cop[0])


def main() -> None:
    greenhouse_numbers.main()
    text, picture = page()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture, encoding="utf-8")
    greenhouse_cases.PICTURE.write_text(greenhouse_cases.greenhouse_svg(), encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
