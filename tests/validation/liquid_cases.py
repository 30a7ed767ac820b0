"""Liquids, pipes and pumps: friction, a published pipe, NPSH, vapour pressure, affinity, motors, and the fluid polynomials."""

import math

from published import BANDS, DATA, Check, Limit, Topic, citation, load, rows

from heatloop_thermo.drive import Motor
from heatloop_thermo.friction import friction_factor
from heatloop_thermo.pipe import Pipe, pressure_drop_pa, reynolds, velocity_m_s
from heatloop_thermo.properties import glycol, vapour_pressure_pa, water
from heatloop_thermo.pump import PumpCurve, bep_efficiency, npsh_available_m, npsh_from_heads_m


def pipes() -> Topic:
    path, checks = DATA / "colebrook.csv", []
    for row in rows(path):
        ours = float(friction_factor(float(row["reynolds"]), float(row["relative_roughness"])))
        label = f"Colebrook, Re {row['reynolds']}, roughness {row['relative_roughness']}"
        checks.append(Check(label, row["friction_factor"], ours, citation(path)))
    case = load("pipe_200m.json")
    pipe, at = Pipe(*case["pipe"].values()), (water(), case["water_kg_s"], case["water_c"])
    found = {
        "velocity_m_s": velocity_m_s(pipe, *at),
        "reynolds": reynolds(pipe, *at),
        "friction_factor": friction_factor(
            float(case["answers"]["reynolds"]), pipe.roughness_m / pipe.inner_diameter_m
        ),
        "pressure_drop_pa": pressure_drop_pa(pipe, *at),
    }
    words = {
        "velocity_m_s": "velocity, m/s",
        "reynolds": "Reynolds number",
        "friction_factor": "friction factor",
        "pressure_drop_pa": "pressure drop, Pa",
    }
    for name, value in found.items():
        checks.append(
            Check(f"pipe: {words[name]}", case["answers"][name], float(value), case["source"], BANDS["pipe"][name])
        )
    about = f"Darcy friction factors, and {pipe.length_m:g} m of {pipe.name} with {case['water_kg_s']:g} kg/s of water at {case['water_c']:g} °C."
    return Topic("Friction and pipes", about, checks)


def pumps() -> Topic:
    path, checks = DATA / "npsh_book.csv", []
    for number, row in enumerate(rows(path), start=1):
        terms = (float(row[name]) for name in ("pressure", "static", "vapour", "friction", "safety"))
        checks.append(
            Check(
                f"NPSH available, example {number}, ft",
                row["available"],
                npsh_from_heads_m(*terms),
                citation(path),
                BANDS["npsh"],
            )
        )
    for row in rows(DATA / "vapour_pressure.csv"):
        t_c = float(row["t_c"])
        label = f"vapour pressure of water at {t_c:.4g} °C, Pa"
        checks.append(
            Check(label, row["pressure_pa"], float(vapour_pressure_pa(t_c)), row["source"], {"rel": float(row["rel"])})
        )
        if row["head_m"]:
            head_m = -float(npsh_available_m(0.0, water(), t_c))
            checks.append(
                Check(
                    f"the same as a head of water at {t_c:.4g} °C, m",
                    row["head_m"],
                    head_m,
                    row["source"],
                    BANDS["vapour_head"],
                )
            )
    return Topic(
        "NPSH, vapour pressure, pumps and motors",
        "What a pump may draw, and the laws that it follows.",
        checks + laws(),
        limits=[motors()],
    )


def laws() -> list[Check]:
    case, law = load("pump_laws.json"), load("pump_laws.json")["affinity"]
    pump = PumpCurve("any", 1750.0, 24.0, 0.040, 20.0, 0.78, 2.5, Motor(15e3))
    slow = pump.at(law["speed_fraction"])
    found = {
        "flow": slow.bep_flow_m3_s / pump.bep_flow_m3_s,
        "head": slow.bep_head_m / pump.bep_head_m,
        "power": float(slow.shaft_w(slow.bep_flow_m3_s, 1000.0) / pump.shaft_w(pump.bep_flow_m3_s, 1000.0)),
    }
    checks = [
        Check(f"{name} at {law['speed_fraction']:g} of the speed", law[name], ours, law["source"], BANDS["affinity"])
        for name, ours in found.items()
    ]
    best = case["bep_efficiency"]
    ours = float(bep_efficiency(best["specific_speed"], best["flow_m3_h"] / 3600.0, best["constant"]))
    return [
        *checks,
        Check("least lawful efficiency of a pump", best["efficiency"], ours, best["source"], BANDS["pump_law"]),
    ]


def motors() -> Limit:
    path, worst, number = DATA / "ie3_50hz.csv", 0.0, 0
    for row in rows(path):
        for poles in (2, 4):
            if row[f"poles_{poles}"]:
                ours = 100.0 * Motor(1e3 * float(row["kw"]), poles, 50).rated_efficiency
                worst, number = max(worst, abs(ours - float(row[f"poles_{poles}"]))), number + 1
    return Limit(
        f"IE3 motor efficiency, largest of {number} deviations",
        citation(path),
        worst,
        0.0,
        BANDS["ie3"]["abs"],
        " points",
    )


def fluids() -> Topic:
    data, band = load_fluids(), BANDS["fluid_fit"]
    limits = [
        fluid_limit("water", name, error, data["water"]["source"], band["water"])
        for name, error in water().fit_error.items()
    ]
    for kind, entry in data["glycols"].items():
        label = f"{entry['name']} by {entry['basis']} ({kind})"
        limits += [
            fluid_limit(label, name, error, entry["source"], band["glycol"])
            for name, error in glycol(kind, 0.3).fit_error.items()
        ]
        limits.append(
            Limit(
                f"{label}: freezing point",
                entry["source"],
                entry["freeze_c"]["max_error_k"],
                0.0,
                band["glycol_freeze_k"],
                " K",
            )
        )
    vapour = data["vapour"]
    limits.append(fluid_limit("water", "vapour pressure", vapour["max_error"], vapour["source"], band["vapour"]))
    about = (
        "Our polynomials against CoolProp, over the whole range of temperature and strength: the largest relative error that the coefficients state. "
        "The tests ask CoolProp again and hold each figure. These are errors of the fit; the data themselves are worse (docs/properties.md)."
    )
    return Topic("Fluid properties", about, limits=limits)


def load_fluids() -> dict:
    from heatloop_thermo.fluid_data import fluid_data

    return fluid_data()


def fluid_limit(fluid: str, name: str, error: float, source: str, most: float) -> Limit:
    assert math.isfinite(error)
    return Limit(f"{fluid}: {name.replace('_', ' ')}", source, error, 0.0, most)
