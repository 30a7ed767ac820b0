"""Heat pump cycles, the wet-compression check, the dry cooler and the tank."""

import math

from published import BANDS, DATA, Check, Limit, Refusal, Topic, citation, load, rows

from heatloop_thermo.heatpump import Compressor, Cycle, Refrigerant, Transcritical, carnot_cop, solve_cycle, wet_check
from heatloop_thermo.properties import pg25, table_coolant
from heatloop_thermo.rejector import rate as rate_cooler
from heatloop_thermo.rejector import size as size_cooler
from heatloop_thermo.storage import Tank, layers_c, step, tank_state

CP_J_KGK = 4186.0


def cycles() -> Topic:
    path, checks = DATA / "heat_pump_cycles.csv", []
    for row in rows(path):
        name = row["refrigerant"]
        result = solve_cycle(Cycle(name, 40.0, 80.0))
        found = {
            "evaporating_bar": ("evaporating pressure, bar", result.evaporating_pa / 1e5),
            "condensing_bar": ("condensing pressure, bar", result.condensing_pa / 1e5),
            "discharge_c": ("discharge, °C", result.discharge_c),
            "cop": ("COP", result.cop_heating),
            "vhc_kj_m3": ("volumetric heat, kJ/m³", result.vhc_j_m3 / 1e3),
        }
        for key, (label, ours) in found.items():
            band = BANDS["cycle_discharge_c"] if key == "discharge_c" else None
            checks.append(Check(f"{name}: {label}", row[key], float(ours), citation(path), band))
    case = load("heat_pump_examples.json")
    beyond = solve_cycle(Transcritical(**case["transcritical"]["cycle"]))
    for key, label in (("discharge_c", "discharge, °C"), ("cop_heating", "COP")):
        published = case["transcritical"]["answers"][key]
        checks.append(
            Check(f"R744 transcritical: {label}", published, getattr(beyond, key), case["transcritical"]["source"])
        )
    ideal = case["carnot"]
    ours = carnot_cop(ideal["cold_c"], ideal["hot_c"])
    checks.append(Check("Carnot, 40 to 80 °C: COP", ideal["cop"], ours, ideal["source"], BANDS["carnot"]))
    about = (
        "Evaporation at 40 °C (dew), 5 K superheat, condensation at 80 °C (bubble), 5 K subcooling, isentropic efficiency 0.75. "
        "Below: whether 5 K of superheat keep an ideal compression from 40 to 80 °C out of the dome."
    )
    return Topic("Heat pump cycles", about, checks, wet(case["wet"]))


def wet(case: dict) -> list[Refusal]:
    found = []
    for must_say, names in (("wet", case["wet"]), ("dry", case["dry"])):
        for name in names:
            fluid = Refrigerant(name)
            cycle = Cycle(name, case["evaporating_c"], case["condensing_c"], case["superheat_k"])
            check = wet_check(fluid, solve_cycle(cycle, fluid).compressions[0])
            says = f"{'wet' if check.isentropic_wet else 'dry'}; superheat needed {round(check.superheat_needed_k, 1) + 0.0:.1f} K"
            found.append(Refusal(name, case["source"], says, must_say))
    return found


def tespy_example() -> Topic:
    case, bands = load("heat_pump_examples.json")["tespy"], BANDS["tespy_example"]
    result = solve_cycle(Cycle(**case["cycle"], compressor=Compressor(case["isentropic_efficiency"])))
    found = {
        "cop_heating": ("COP", result.cop_heating),
        "work_w": ("power, W", result.work_w(case["heat_w"])),
        "mass_flow_kg_s": ("refrigerant, kg/s", result.mass_flow_kg_s(case["heat_w"])),
        "discharge_c": ("discharge, °C", result.discharge_c),
    }
    checks = [
        Check(label, case["answers"][key], float(ours), case["source"], bands[key])
        for key, (label, ours) in found.items()
    ]
    about = "R134a, dry vapour at 20 °C, boiling liquid at 80 °C, isentropic efficiency 0.85, 2 % of pressure lost on either side, 1 MW of heat."
    return Topic("TESPy's own example", about, checks)


def plants() -> Topic:
    case, limits = load("dry_cooler.json"), []
    heat_w, ambient_c = case["heat_w"], case["ambient_c"]
    for inlet_c, outlet_c in case["inlet_outlet_c"]:
        flow = heat_w / (pg25().enthalpy_j_kg(inlet_c) - pg25().enthalpy_j_kg(outlet_c))
        at = rate_cooler(size_cooler(pg25(), heat_w, inlet_c, outlet_c, ambient_c), flow, inlet_c, ambient_c, 1.0)
        label = f"dry cooler, PG25 {inlet_c:g} → {outlet_c:g} °C in air of {ambient_c:g} °C"
        limits.append(
            Limit(
                f"{label}: fan power", case["source"], 1e3 * float(at.fan_w / at.heat_w), *case["fan_w_per_kw"], " W/kW"
            )
        )
    about = (
        "The dry cooler against the range of common machines (its film, its relation and its air side are held against Gnielinski, Roetzel & Nicole and "
        "Briggs & Young in tests/thermo/test_rejector.py); the tank against exact solutions."
    )
    return Topic("Dry cooler and tank", about, tank(), limits=limits)


def tank() -> list[Check]:
    case, checks = load("tank_mixed.json"), []
    plain = table_coolant(
        "water of one heat capacity", [0.0, 25.0, 50.0, 75.0, 100.0], [990.0] * 5, [CP_J_KGK] * 5,
        [1.0e-3, 0.8e-3, 0.64e-3, 0.512e-3, 0.4096e-3], [0.64] * 5, -1.0, "invented", "estimate",
    )  # fmt: skip
    start_c, inlet_c, ambient_c, dt_s = (case[name] for name in ("start_c", "inlet_c", "ambient_c", "dt_s"))
    vessel = Tank(plain, case["volume_m3"], layers=1, u_side_w_m2k=case["u_side_w_m2k"])
    for flow_kg_s in case["flows_kg_s"]:
        by_flow, by_loss = flow_kg_s / vessel.mass_kg, vessel.loss_w_k / (vessel.mass_kg * CP_J_KGK)
        aim_c = (by_flow * inlet_c + by_loss * ambient_c) / (by_flow + by_loss)
        exact_c = aim_c + (start_c - aim_c) * math.exp(-(by_flow + by_loss) * dt_s)
        done = step(vessel, tank_state(vessel, start_c), flow_kg_s, inlet_c, 0.0, start_c, ambient_c, dt_s)
        label = f"tank of one layer, {flow_kg_s:g} kg/s for an hour, °C"
        checks.append(
            Check(label, repr(exact_c), float(layers_c(vessel, done.state)[0]), case["source"], BANDS["tank"])
        )
    still = case["standing"]
    vessel = Tank(
        plain,
        case["volume_m3"],
        layers=still["layers"],
        u_side_w_m2k=still["u_side_w_m2k"],
        u_top_w_m2k=0.0,
        u_bottom_w_m2k=0.0,
    )
    exact_c = ambient_c + (still["start_c"] - ambient_c) * math.exp(
        -vessel.loss_w_k / (vessel.mass_kg * CP_J_KGK) * still["dt_s"]
    )
    done = step(vessel, tank_state(vessel, still["start_c"]), 0.0, inlet_c, 0.0, start_c, ambient_c, still["dt_s"])
    label = f"standing tank of {still['layers']} layers after {still['dt_s'] / 3600.0:g} h, °C"
    return [
        *checks,
        Check(label, repr(exact_c), float(layers_c(vessel, done.state)[-1]), case["source"], BANDS["tank"]),
    ]
