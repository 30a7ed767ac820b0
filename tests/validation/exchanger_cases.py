"""Exchangers: the published plate cooler, film correlations and their spread, textbook effectiveness, refusals."""

from typing import Any

from published import BANDS, DATA, Check, Refusal, Topic, citation, load, rows

from heatloop_thermo.errors import TemperatureCross, UnsupportedArrangement
from heatloop_thermo.exchanger import (
    PlateExchanger,
    PlateGeometry,
    Stream,
    effectiveness_counterflow,
    effectiveness_crossflow_mixed_cmax,
    friction_kumar,
    friction_martin,
    friction_muley_manglik,
    lmtd,
    lmtd_parallel,
    ntu_crossflow_mixed_cmax,
    nusselt_kumar,
    nusselt_martin,
    nusselt_muley_manglik,
    plate_effectiveness,
    rate,
)
from heatloop_thermo.properties import table_coolant

FRICTION = {"martin": friction_martin, "kumar": friction_kumar}
NUSSELT = {"martin": nusselt_martin, "kumar": nusselt_kumar}
NAMES = {"martin": "Martin", "kumar": "Kumar", "muley_manglik": "Muley & Manglik"}
COLUMNS = ("density_kg_m3", "heat_capacity_j_kgk", "viscosity_pa_s", "conductivity_w_mk")


def plate_cooler() -> Topic:
    case = load("plate_cooler_721.json")
    plate = PlateGeometry(
        "cooler", "gasketed", plates_max=800, temperature_max_c=150.0, pressure_max_pa=1.6e6, **case["plate"]
    )
    sides = []
    for side in (case["hot"], case["cold"]):
        columns = [[side[name]] * 4 for name in COLUMNS]
        fluid = table_coolant("flat", [0.0, 20.0, 40.0, 60.0], *columns, -5.0, case["source"], "secondary")
        sides.append(Stream(fluid, side["flow_kg_h"] / 3600.0, side["inlet_c"]))
    rating = rate(PlateExchanger(plate, case["plates"]), *sides)
    checks = [
        Check(spoken(name), text, of_rating(rating, name), case["source"]) for name, text in case["answers"].items()
    ]
    vendor = dict(case["vendor"])
    source = f"the maker's own program, {vendor.pop('source')}"
    checks += [
        Check(f"maker: {spoken(name)}", str(value), of_rating(rating, name), source, BANDS["cooler_vendor"][name])
        for name, value in vendor.items()
        if name in BANDS["cooler_vendor"]
    ]
    about = (
        f"{case['plates']} plates of {case['plate']['area_m2']} m² at {case['plate']['chevron_beta_deg']:g}° from the flow, by Martin's "
        "correlation: first the published computation, every printed digit; then what the maker's own program gave, which is another model."
    )
    return Topic("Plate cooler", about, checks)


UNITS = {"mw": "MW", "w_m2k": "W/(m² K)", "c": "°C", "kpa": "kPa", "m_s": "m/s", "w": "W", "w_k": "W/K"}
WORDS = {
    "u": "U",
    "ua": "UA",
    "ntu": "NTU",
    "dp": "pressure drop",
    "reynolds": "Reynolds number,",
    "half": "half flow,",
}


def spoken(name: str) -> str:
    """A field of the data in words, its unit set apart.

    >>> spoken("dp_hot_kpa"), spoken("u_w_m2k")
    ('pressure drop hot, kPa', 'U, W/(m² K)')
    """
    tail = max((unit for unit in UNITS if name.endswith(f"_{unit}")), key=len, default="")
    words = name.removesuffix(f"_{tail}").split("_") if tail else name.split("_")
    said = " ".join(WORDS.get(word, word) for word in words)
    return f"{said}, {UNITS[tail]}" if tail else said


def of_rating(rating: Any, name: str) -> float:
    if name == "u_w_m2k":
        return float(rating.u_fouled_w_m2k)
    for tail, si, scale in (("_kpa", "_pa", 1e-3), ("_mw", "_w", 1e-6)):
        if name.endswith(tail):
            return float(scale * getattr(rating, name.removesuffix(tail) + si))
    return float(getattr(rating, name))


def correlation(quantity: str, name: str, re: float, pr: float, beta: float, enlargement: float) -> float:
    if quantity == "friction":
        return float(FRICTION[name](re, beta) if name in FRICTION else friction_muley_manglik(re, beta, enlargement))
    return float(NUSSELT[name](re, pr, beta) if name in NUSSELT else nusselt_muley_manglik(re, pr, beta, enlargement))


def correlations() -> Topic:
    path, checks = DATA / "plate_correlations.csv", []
    for row in rows(path):
        numbers = [float(row[name] or 0.0) for name in ("re", "pr", "beta_deg", "enlargement")]
        label = f"{NAMES[row['correlation']]}, {row['quantity'].capitalize()}, Re {row['re']}, {row['beta_deg']}°" + (
            f", Pr {row['pr']}" if row["pr"] else ""
        )
        ours = correlation(row["quantity"], row["correlation"], *numbers)
        checks.append(Check(label, row["value"], ours, citation(path), BANDS["plate_correlations"]))
    return Topic(
        "Plate correlations", "Published points; angles from the direction of flow, Darcy friction factors.", checks
    )


def spread() -> Topic:
    path, checks, band = DATA / "chevron_comparison.csv", [], BANDS["chevron"]
    for row in rows(path):
        beta = float(row["beta_deg"])
        at = {
            (symbol, name): correlation(quantity, name, 2000.0, 3.5, beta, 1.25)
            for symbol, quantity in (("nu", "nusselt"), ("f", "friction"))
            for name in NAMES
        }
        for symbol, spelt, quantity in (("nu", "Nu", "nusselt"), ("f", "f", "friction")):
            for name in ("martin", "muley_manglik"):
                found = at[symbol, name]
                checks.append(
                    Check(
                        f"{beta:g}°: {spelt} {NAMES[name]}",
                        row[f"{symbol}_{name}"],
                        found,
                        citation(path),
                        band[symbol],
                    )
                )
            ratio = at[symbol, "kumar"] / at[symbol, "martin"]
            checks.append(
                Check(
                    f"{beta:g}°: {spelt} Kumar over Martin",
                    row[f"{symbol}_kumar_over_martin"],
                    ratio,
                    citation(path),
                    band["ratio"],
                )
            )
            misread = correlation(quantity, "kumar", 2000.0, 3.5, 90.0 - beta, 1.25)
            label = f"{beta:g}°: {spelt} Kumar, angle misread"
            checks.append(Check(label, row[f"{symbol}_kumar_misread"], misread, citation(path), band[symbol]))
    about = (
        "One plate, three correlations: this spread, and no tolerance of ours, is what is known about a plate without its maker's curve. "
        "'Misread' enters Kumar's table with the angle counted from the other side, the trap that a common library sets."
    )
    return Topic("Spread between correlations", about, checks)


def textbook() -> Topic:
    book = load("exchanger_textbook.json")
    one, cross, plate = book["lmtd"], book["crossflow"], book["plate"]
    ends = [one[name] for name in ("hot_in_c", "hot_out_c", "cold_in_c", "cold_out_c")]
    checks = [
        Check("LMTD in counterflow, K", repr(one["counterflow_k"]), float(lmtd(*ends)), one["source"], BANDS["lmtd"]),
        Check(
            "LMTD in parallel flow, K",
            repr(one["parallel_k"]),
            float(lmtd_parallel(*ends)),
            one["source"],
            BANDS["lmtd"],
        ),
    ]
    for name, ours in crossflow(cross).items():
        checks.append(
            Check(f"crossflow: {spoken(name)}", repr(cross[name]), ours, cross["source"], BANDS["crossflow"][name])
        )
    for ntu, ratio, value in book["counterflow"]:
        ours = float(effectiveness_counterflow(ntu, ratio))
        checks.append(
            Check(
                f"counterflow effectiveness, NTU {ntu:g}, ratio {ratio:g}",
                repr(value),
                ours,
                plate["source"],
                BANDS["counterflow"],
            )
        )
    for passes in ("1/1", "1/2"):
        ours = float(plate_effectiveness(plate["ntu"], plate["c_ratio"], *map(int, passes.split("/"))))
        label = f"plates, {passes} passes, NTU {plate['ntu']:g}, ratio {plate['c_ratio']:g}"
        checks.append(Check(label, repr(plate[passes]), ours, plate["source"], BANDS["plate"]))
    about = "What every textbook prints; and below it the cases without an answer, which other tools answer with a plausible number."
    return Topic("Effectiveness and mean temperature difference", about, checks, refusals(book))


def crossflow(book: dict[str, float]) -> dict[str, float]:
    """Holman's two examples: sized for an outlet, then run at half flow."""
    c_max, drive_k = book["mixed_kg_s"] * book["mixed_j_kgk"], book["mixed_in_c"] - book["unmixed_in_c"]
    c_min, c_half = (book[name] * book["unmixed_j_kgk"] for name in ("unmixed_kg_s", "half_kg_s"))
    effectiveness = (book["unmixed_out_c"] - book["unmixed_in_c"]) / drive_k
    ntu = float(ntu_crossflow_mixed_cmax(effectiveness, c_min / c_max))
    half_ntu = book["u_w_m2k"] * book["area_m2"] / c_half
    half = float(effectiveness_crossflow_mixed_cmax(half_ntu, c_half / c_max))
    duty_w = half * c_half * drive_k
    return {
        "effectiveness": effectiveness,
        "ntu": ntu,
        "ua_w_k": ntu * c_min,
        "half_ntu": half_ntu,
        "half_effectiveness": half,
        "half_duty_w": duty_w,
        "half_mixed_out_c": book["mixed_in_c"] - duty_w / c_max,
        "half_unmixed_out_c": book["unmixed_in_c"] + duty_w / c_half,
    }


def refusals(book: dict[str, Any]) -> list[Refusal]:
    pinch, crosses = book["pinch"], book["crosses"]
    ends = [pinch[name] for name in ("hot_in_c", "hot_out_c", "cold_in_c", "cold_out_c")]
    found = [Refusal(four(ends), pinch["source"], said(ends), pinch["says"])]
    found += [Refusal(four(row[:4]), crosses["source"], said(row[:4]), row[4]) for row in crosses["terminals_c"]]
    try:
        says = str(plate_effectiveness(1.0, 0.5, 2, 4))
    except UnsupportedArrangement as error:
        says = str(error)
    return [*found, Refusal("plates in 2/4 passes", "no published relation in use here", says, "2/4 passes")]


def four(ends: list[float]) -> str:
    return "LMTD of {:g} → {:g} °C against {:g} → {:g} °C".format(*ends)


def said(ends: list[float]) -> str:
    try:
        return str(lmtd(*ends))
    except TemperatureCross as error:
        return str(error)
