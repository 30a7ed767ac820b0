"""Random operating points, drawn with a fixed seed, and what TESPy says of them: writes the tables in data/.

Needs the extra `peer`; `make validation` runs it. The tables hold inputs as well as answers, so that the tests and the page compare ours
with TESPy's without installing it, and so that a table does not depend on how a release of numpy draws.
"""

import csv
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

DATA = Path(__file__).parent / "data"
SEED = 20260122
EXCHANGERS, CYCLES_EACH = 150, 15

GLYCOLS = [("MPG", 0.25), ("MPG", 0.40), ("MPG", 0.56), ("MEG", 0.30), ("MEG", 0.50)]
"""Kind and mass fraction. TESPy's incompressible liquids count by mass."""
HOT_PA, COLD_PA = {"": 101_325.0, "_20_mbar": 2_000.0}, 500_000.0
"""Absolute. CoolProp's glycol takes a pressure term into its enthalpy that ours does not have: with and (nearly) without. Our water is at 5 bar."""

# Refrigerant, and the condensing temperature up to which it is asked: some 15 K below its critical point, and never above 90 °C.
REFRIGERANTS = {
    "R1233zd(E)": 90.0,
    "R1234ze(Z)": 90.0,
    "R245fa": 90.0,
    "R600": 90.0,
    "R600a": 90.0,
    "R601": 90.0,
    "R717": 90.0,
    "R134a": 85.0,
    "R1234ze(E)": 90.0,
    "R290": 80.0,
}
LIFT_MIN_K = 20.0
EXCHANGER_INPUTS = ("glycol", "fraction", "hot_kg_s", "hot_in_c", "cold_kg_s", "cold_in_c", "ua_kw_k")
CYCLE_INPUTS = (
    *("refrigerant", "evaporating_c", "condensing_c", "superheat_k", "subcooling_k"),
    *("isentropic_efficiency", "evaporator_loss", "condenser_loss"),
)

Point = dict[str, Any]


def exchanger_points(rng: np.random.Generator) -> list[Point]:
    """Glycol 45..95 °C against water 5..45 °C colder, 2..40 kg/s on either side, 0.3 to 6 transfer units on the smaller."""
    found = []
    for number in range(EXCHANGERS):
        glycol, fraction = GLYCOLS[number % len(GLYCOLS)]
        hot_kg_s, cold_kg_s = (round(float(np.exp(rng.uniform(np.log(2.0), np.log(40.0)))), 3) for _ in range(2))
        hot_in_c = round(rng.uniform(45.0, 95.0), 2)
        cold_in_c = round(hot_in_c - rng.uniform(5.0, min(45.0, hot_in_c - 5.0)), 2)
        ua_kw_k = round(4.0 * min(hot_kg_s, cold_kg_s) * float(np.exp(rng.uniform(np.log(0.3), np.log(6.0)))), 3)
        values = (glycol, fraction, hot_kg_s, hot_in_c, cold_kg_s, cold_in_c, ua_kw_k)
        found.append(dict(zip(EXCHANGER_INPUTS, values, strict=True)))
    return found


def cycle_points(rng: np.random.Generator) -> list[Point]:
    """Evaporation at 5..50 °C, condensation at least 20 K above and below the critical point, superheat 2..15 K, subcooling 1..15 K."""
    found = []
    for refrigerant, most_c in REFRIGERANTS.items():
        for _ in range(CYCLES_EACH):
            evaporating_c = round(rng.uniform(5.0, 50.0), 2)
            condensing_c = round(rng.uniform(evaporating_c + LIFT_MIN_K, most_c), 2)
            values = (
                *(refrigerant, evaporating_c, condensing_c),
                *(round(rng.uniform(2.0, 15.0), 2), round(rng.uniform(1.0, 15.0), 2)),
                *(round(rng.uniform(0.55, 0.9), 3), round(rng.uniform(0.0, 0.04), 4), round(rng.uniform(0.0, 0.04), 4)),
            )
            found.append(dict(zip(CYCLE_INPUTS, values, strict=True)))
    return found


def network() -> Any:
    from tespy.networks import Network

    made = Network(iterinfo=False)
    made.units.set_defaults(
        temperature="degC", pressure="Pa", pressure_difference="Pa", temperature_difference="delta_degC"
    )
    return made


def solve(made: Any, what: str) -> None:
    made.solve("design", print_results=False)
    if not made.converged:
        raise RuntimeError(f"TESPy does not converge: {what}")


def exchanger_by_tespy(points: list[Point]) -> list[Point]:
    """Outlets of both sides; one network for each glycol, solved from the last solution."""
    from tespy.components import HeatExchanger, Sink, Source
    from tespy.connections import Connection

    answers: dict[int, Point] = {}
    for glycol, fraction in GLYCOLS:
        made, unit = network(), HeatExchanger("exchanger")
        hot_in = Connection(Source("hot in"), "out1", unit, "in1", label="hot in")
        hot_out = Connection(unit, "out1", Sink("hot out"), "in1", label="hot out")
        cold_in = Connection(Source("cold in"), "out1", unit, "in2", label="cold in")
        cold_out = Connection(unit, "out2", Sink("cold out"), "in1", label="cold out")
        made.add_conns(hot_in, hot_out, cold_in, cold_out)
        hot_in.set_attr(fluid={f"INCOMP::{glycol}[{fraction}]|mass": 1}, p=HOT_PA[""])
        cold_in.set_attr(fluid={"water": 1}, p=COLD_PA)
        unit.set_attr(pr1=1, pr2=1)
        for number, point in enumerate(points):
            if (point["glycol"], point["fraction"]) == (glycol, fraction):
                hot_in.set_attr(m=point["hot_kg_s"], T=point["hot_in_c"])
                cold_in.set_attr(m=point["cold_kg_s"], T=point["cold_in_c"])
                unit.set_attr(UA=1e3 * point["ua_kw_k"])
                answers[number] = {}
                for suffix, pressure_pa in HOT_PA.items():
                    hot_in.set_attr(p=pressure_pa)
                    solve(made, str(point))
                    for side, outlet in (("hot", hot_out), ("cold", cold_out)):
                        answers[number][f"{side}_out{suffix}_c"] = f"{outlet.T.val:.6f}"
    return [point | answers[number] for number, point in enumerate(points)]


def cycles_by_tespy(points: list[Point]) -> list[Point]:
    """COP and discharge temperature; one network for each refrigerant, solved from the last solution."""
    from tespy.components import Compressor, CycleCloser, SimpleHeatExchanger, Valve
    from tespy.connections import Connection

    answers: dict[int, Point] = {}
    for refrigerant in REFRIGERANTS:
        made = network()
        evaporator, condenser = SimpleHeatExchanger("evaporator"), SimpleHeatExchanger("condenser")
        compressor, valve, closer = Compressor("compressor"), Valve("valve"), CycleCloser("closer")
        suction = Connection(evaporator, "out1", compressor, "in1", label="suction")
        discharge = Connection(compressor, "out1", condenser, "in1", label="discharge")
        liquid = Connection(condenser, "out1", valve, "in1", label="liquid")
        expanded = Connection(valve, "out1", closer, "in1", label="expanded")
        made.add_conns(
            suction, discharge, liquid, expanded, Connection(closer, "out1", evaporator, "in1", label="round")
        )
        suction.set_attr(fluid={refrigerant: 1})
        for number, point in enumerate(points):
            if point["refrigerant"] == refrigerant:
                suction.set_attr(T_dew=point["evaporating_c"], td_dew=point["superheat_k"])
                liquid.set_attr(T_bubble=point["condensing_c"], td_bubble=point["subcooling_k"])
                compressor.set_attr(eta_s=point["isentropic_efficiency"])
                condenser.set_attr(Q=-1e6, pr=1.0 - point["condenser_loss"])
                evaporator.set_attr(pr=1.0 - point["evaporator_loss"])
                solve(made, str(point))
                answers[number] = {"cop": f"{1e6 / compressor.P.val:.9f}", "discharge_c": f"{discharge.T.val:.6f}"}
    return [point | answers[number] for number, point in enumerate(points)]


def write(name: str, about: str, rows: list[Point]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {about} TESPy {version('tespy')}, CoolProp {version('CoolProp')}; seed {SEED}.\n")
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)} points", file=sys.stderr)


def main() -> None:
    rng = np.random.default_rng(SEED)
    exchangers, cycles = exchanger_points(rng), cycle_points(rng)
    write("tespy_exchangers.csv", "Counterflow, glycol | water, UA given: outlets by", exchanger_by_tespy(exchangers))
    write("tespy_cycles.csv", "Single-stage heat pump cycles: COP and discharge by", cycles_by_tespy(cycles))


if __name__ == "__main__":
    main()
