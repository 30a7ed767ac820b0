"""Mistakes that people make in site files: each gives a clear problem at the line of the key, all come at once, none a traceback."""

import pytest

from heatloop_sites.load import load_text
from heatloop_sites.problem import SiteError

BANK = "source_loops[0].sources[0]"
SIZE = "source_loops[0].exchanger.size"
OUTLET = """        outlet:
          max: 80 degC
          assumption: '"About 80 degC" is reported from the maker''s Nordic project by one article.'
"""
AMBIENT_MARK = "    source: Winnipeg-Richardson CWEC2016 statistics (CAN_MB_Winnipeg-Richardson.Intl.AP.718520)\n    verified: secondary\n"
SHEET = """      datasheet:
        duty: 2800 kW
        hot_in: 80 degC
        hot_out: 72 degC
        cold_in: 55 degC
        cold_out: 75 degC
        flow_hot: 95.77 kg/s
        flow_cold: 33.45 kg/s
        pressure_drop_hot: 60 kPa
        pressure_drop_cold: 40 kPa
        source: a data sheet
        verified: manufacturer
"""
CURVE = "{speed: 1750 rpm, shutoff_head: 18 m, bep_flow: 115 m3/h, bep_head: 20 m, bep_efficiency: 78 %, npsh_bep: 2 m, motor: {rated: 15 kW}, source: sheet, verified: manufacturer}"

LIFT = "source_loops[0].heat_pump"


def lifted(keys):
    return "    static_pressure: 2.0 bar ", f"    heat_pump: {{{keys}}}\n    static_pressure: 2.0 bar "


MISTAKES = [
    # what is changed, where the problem must point (a piece of the spoilt text, or an earlier line), key, part of the sentence
    ("duplicate key", [("approach: 3 K", "approach: 3 K\n        approach: 4 K")], "approach: 4 K", f"{SIZE}.approach", "appears twice (first on line 53)"),
    ("unknown key", [("      head_margin: 10 %", "      head_margn: 10 %")], "head_margn", "source_loops[0].pump.head_margn", "is not a key here; did you mean 'head_margin'?"),
    ("unknown key at the top", [("tank:", "tonk:")], "tonk:", "tonk", "did you mean 'tank'?"),
    ("wrong dimension", [("length: 60 m", "length: 60 kPa")], "length: 60 kPa", "source_loops[0].piping[0].length", "a length is expected"),
    ("bare number", [("approach: 3 K", "approach: 3")], "approach: 3", f"{SIZE}.approach", "has no unit: a temperature difference is expected, in K, for example 3 K (got 3)"),
    ("bare number in a short form", [("lifetime: 10 year", "lifetime: 10")], "lifetime: 10", "economics.lifetime", "has no unit"),
    ("not a number", [("approach: 3 K", "approach: nan K")], "approach: nan", f"{SIZE}.approach", "is not a finite number (got 'nan K')"),
    ("YAML's own NaN", [("approach: 3 K", "approach: .nan")], "approach: .nan", f"{SIZE}.approach", "is not a finite number (got nan)"),
    ("infinity", [("volume: 600 m3", "volume: inf m3")], "volume: inf", "tank.volume", "is not a finite number"),
    ("negative count", [("count: 360", "count: -3")], "count: -3", f"{BANK}.count", "must be greater than 0 (got -3)"),
    ("half a machine", [("count: 360", "count: 360.5")], "count: 360.5", f"{BANK}.count", "must be a whole number (got 360.5)"),
    ("a count as text", [("count: 360", "count: '360'")], "count: '360'", f"{BANK}.count", "must be a whole number (got '360')"),
    ("more groups than machines", [("groups: 4", "groups: 400")], "groups: 400", f"{BANK}.groups", "must not be more than the 360 machines"),
    ("inlet minimum above maximum", [("min: 20 degC", "min: 73 degC")], "min: 73 degC", f"{BANK}.inlet.min", "must be below the inlet maximum, 72 degC (got '73 degC')"),
    ("inlet above outlet", [("max: 72 degC", "max: 85 degC")], "max: 85 degC", f"{BANK}.inlet.max", "must not be above the outlet maximum, 80 degC"),
    ("a bad fact, which is not also missing", [("value: 12 L/min", "value: 12 kW")], "value: 12 kW", f"{BANK}.flow.value", "a volume flow is expected"),
    ("flow outside its range", [("value: 12 L/min", "value: 15 L/min")], "value: 15 L/min", f"{BANK}.flow.value", "must not be above the flow maximum, 14 L/min"),
    ("flow range upside down", [("min: 9 L/min", "min: 15 L/min")], "min: 15 L/min", f"{BANK}.flow.min", "must not be above the flow maximum"),
    ("sink hotter than its supply", [("return: 55 degC", "return: 80 degC")], "return: 80 degC", "sinks[0].return", "must be below `header.target`, 75 degC (got '80 degC')"),
    ("ambient upside down", [("design_min: -32.0 degC", "design_min: 32.0 degC")], "design_min: 32.0", "site.ambient.design_min", "must be below `design_max`, 30.3 degC"),
    ("extreme milder than design", [("extreme_min: -40.7 degC", "extreme_min: -20 degC")], "extreme_min", "site.ambient.extreme_min", "must not be above `design_min`"),
    ("target beyond the coolant", [("target: 75 degC", "target: 101 degC"), ("{fluid: water}", "{fluid: MPG, fraction: 30 %}")], "target: 101", "header.target", "is above the range of propylene glycol 30 mass%, 100 degC"),
    ("unknown model", [("avalon-a1566ha-460t", "avalon-a1566ha-46t")], "model:", f"{BANK}.model", "unknown machine 'avalon-a1566ha-46t'; did you mean 'avalon-a1566ha-460t'"),
    ("immersion model", [("avalon-a1566ha-460t", "whatsminer-m66s")], "model:", f"{BANK}.model", "cannot stand in a liquid loop: it is made for immersion"),
    ("unpublished fact left out", [(OUTLET, "")], "- name: miners", f"{BANK}.outlet", "`outlet.max` of avalon-a1566ha-460t is not published: type it, with `assumption`, or `source`"),
    ("unpublished part of a fact left out", [("          min: 9 L/min\n", "")], "flow:", f"{BANK}.flow", "`flow.min` of avalon-a1566ha-460t is not published"),
    ("assumption left out", [("          assumption: Inlet limit", "          # Inlet limit")], "inlet:", f"{BANK}.inlet", "needs an origin: `assumption`, or `source` and `verified`"),
    ("override of the catalogue without origin", [("groups: 4 ", "power: 8.0 kW\n        groups: 4 ")], "power: 8.0 kW", f"{BANK}.power", "needs an origin"),
    ("no model and not all facts", [("        model: avalon-a1566ha-460t\n", "")], "- name: miners", f"{BANK}.power", "`power` is missing: without a `model` every fact is typed"),
    ("ambient without origin", [(AMBIENT_MARK, "")], "ambient:", "site.ambient", "needs an origin"),
    ("source without mark", [(AMBIENT_MARK, "    source: somebody\n")], "source: somebody", "site.ambient.source", "needs `verified` beside it"),
    ("mark without source", [(AMBIENT_MARK, "    verified: secondary\n    assumption: guessed\n")], "verified: secondary", "site.ambient.verified", "says nothing without `source`"),
    ("a mark that is none", [("verified: secondary", "verified: primary")], "verified: primary", "site.ambient.verified", "must be manufacturer, secondary or estimate (got 'primary')"),
    ("the same name twice", [("name: dry-cooler diverting valve", "name: Strainer")], "name: Strainer", "source_loops[0].components[1].name", "is the name of another part already"),
    ("pump neither typed nor given", [("{type: end-suction-4-pole, head_margin: 10 %, parallel: 1, standby: 1}", "{parallel: 1}")], "pump: {parallel", "header.pump", "needs exactly one of `type`, `curve` (got none)"),
    ("no pump runs", [("parallel: 1", "parallel: 0")], "parallel: 0", "source_loops[0].pump.parallel", "must be greater than 0 (got 0)"),
    ("less than no standby", [("standby: 1", "standby: -1")], "standby: -1", "source_loops[0].pump.standby", "must be at least 0 (got -1)"),
    ("unknown pump", [("type: end-suction-4-pole", "type: end-suction-6-pole")], "type: end-suction-6", "source_loops[0].pump.type", "unknown pump 'end-suction-6-pole'; did you mean 'end-suction-4-pole'"),
    ("a curve that rises", [("{type: end-suction-4-pole, head_margin: 10 %, parallel: 1, standby: 1}", f"{{curve: {CURVE}}}")], "pump: {curve", "header.pump.curve", "stable: above BEP head"),
    ("a curve with a margin", [("{type: end-suction-4-pole,", f"{{curve: {CURVE.replace('18 m', '25 m')},")], "pump: {curve", "header.pump.head_margin", "does not go with `curve`"),
    ("unknown pipe size", [("nps: 8", "nps: 7")], "nps: 7", "source_loops[0].piping[0].nps", "schedule 40 has no size 7; the nearest are 4, 5, 6, 8"),
    ("pipe size in two ways", [("nps: 8", "nps: 8\n        dn: 200")], "- name: supply", "source_loops[0].piping[0]", "needs exactly one of `nps` (inches) and `dn` (millimetres)"),
    ("a size that is no number", [("nps: 8", "nps: eight")], "nps: eight", "source_loops[0].piping[0].nps", "is no nominal pipe size in inches"),
    ("unknown schedule", [("schedule: 40", "schedule: 41")], "schedule: 41", "source_loops[0].piping[0].schedule", "no pipe schedule '41'; known are 40, 80, 10S"),
    ("unknown insulation", [("insulation: 50 mm", "insulation: {value: 50 mm, material: wool}")], "insulation: {", "source_loops[0].piping[0].insulation.material", "did you mean 'mineral-wool'?"),
    ("unknown fitting", [("elbow_90_long: 8", "elbows: 8")], "fittings: {elbows", "source_loops[0].piping[0].fittings.elbows", "is not a key here"),
    ("fluid without its fraction", [("      fraction: 56 %\n", "")], "coolant:", "source_loops[0].coolant.fraction", "is missing: MPG needs its share of glycol"),
    ("fraction beyond the data", [("fraction: 56 %", "fraction: 70 %")], "fraction: 70 %", "source_loops[0].coolant.fraction", "is outside 0.01..0.6"),
    ("fraction of water", [("{fluid: water}", "{fluid: water, fraction: 20 %}")], "coolant: {fluid", "header.coolant.fraction", "does not go with water"),
    ("unknown fluid", [("{fluid: water}", "{fluid: oil}")], "coolant: {fluid: oil", "header.coolant.fluid", "must be water, MPG, MEG, APG, AEG or PG25 (got 'oil')"),
    ("no exchanger", [("    exchanger:\n      size:\n        kind: gasketed\n", "    exchanger: {}\n    exchanger_:\n      size:\n        kind: gasketed\n")], "exchanger: {}", "source_loops[0].exchanger", None),
    ("two exchangers", [("      size:\n", f"{SHEET}      size:\n")], "exchanger:", "source_loops[0].exchanger", "needs exactly one of `size`, `datasheet`, `plates` (got `size` and `datasheet`)"),
    ("unknown plates", [("        kind: gasketed\n", "        families: [gasketed-dn100, gasketed-dn110]\n")], "families:", f"{SIZE}.families[1]", "unknown plate 'gasketed-dn110'; did you mean"),
    ("an angle that is not pressed", [("        kind: gasketed\n", "        families: [gasketed-dn100-50]\n")], "families:", f"{SIZE}.families[0]", "gasketed-dn100 has gasketed-dn100-30, gasketed-dn100-45, gasketed-dn100-60"),
    ("neither exchanger nor heat pump", [("    exchanger:\n      size:\n", "    exchange:\n      size:\n")], "- name: containers", "source_loops[0].exchanger", "is missing: a loop needs an `exchanger`, a `heat_pump`, or both"),
    ("unknown refrigerant", [lifted("refrigerant: r1233zd")], "heat_pump:", f"{LIFT}.refrigerant", "unknown refrigerant 'r1233zd'; did you mean 'r1233zd-e'"),
    ("unknown refrigerant in a list", [lifted("refrigerant: [r717, R9]")], "heat_pump:", f"{LIFT}.refrigerant", "unknown refrigerant 'R9'"),
    ("a refrigerant that warms too much", [lifted("refrigerant: r134a")], "heat_pump:", f"{LIFT}.refrigerant", "r134a has a GWP of 1430, above `gwp_max`, 150"),
    ("a refrigerant that burns", [lifted("refrigerant: [r717, r290]")], "heat_pump:", f"{LIFT}.refrigerant", "r290 is of safety class A3, which is not among `safety_classes`, A1, A2L, B1, B2L"),
    ("nothing left to choose from", [lifted("gwp_max: 0, safety_classes: [A1]")], "heat_pump:", f"{LIFT}.gwp_max", "leaves no refrigerant of the catalogue, with safety class A1"),
    ("no refrigerant named", [lifted("refrigerant: []")], "heat_pump:", f"{LIFT}.refrigerant", "names no refrigerant; write `auto` for all of the catalogue"),
    ("a refrigerant that is a number", [lifted("refrigerant: 717")], "heat_pump:", f"{LIFT}.refrigerant", "must be text (got 717)"),
    ("a safety class that is none", [lifted("safety_classes: [A4]")], "heat_pump:", f"{LIFT}.safety_classes[0]", "must be A1, A2L, A2, A3, B1, B2L, B2 or B3 (got 'A4')"),
    ("a pinch that is none", [lifted("pinch: 0 K")], "heat_pump:", f"{LIFT}.pinch", "(got '0 K')"),
    ("a perfect compressor and more", [lifted("isentropic_efficiency: 120 %")], "heat_pump:", f"{LIFT}.isentropic_efficiency", "(got '120 %')"),
    ("price in another currency", [("0.035 USD/kWh", "0.035 CAD/kWh")], "power_price:", "economics.power_price", "must be in USD, the site's currency (got '0.035 CAD/kWh')"),
    ("money without origin", [("  assumption: Life and discount", "  # Life and discount"), ("lifetime: 10 year", "lifetime: {value: 10 year, assumption: usual}")], "discount_rate:", "economics.discount_rate", "needs an origin"),
    ("area of a district", [("kind: greenhouse", "kind: district-heating")], "area: 2 ha", "sinks[0].area", "does not go with kind district-heating"),
    ("profile without a file", [("kind: greenhouse\n    area: 2 ha", "kind: profile")], "- name: tomato", "sinks[0].profile", "is missing"),
    ("a block that is a value", [("tank:\n  volume: 600 m3", "tank: 600 m3")], "tank: 600", "tank", "must be a mapping, lines of `key: value` (got '600 m3')"),
    ("a list that is a mapping", [("components:\n      - {name: strainer, pressure_drop: 10 kPa, at_flow: 260 m3/h}\n", "components: {}\n    others:\n      - {name: strainer}\n")], "components: {}", "source_loops[0].components", None),
    ("an empty value", [("approach: 3 K", "approach:")], "approach:", f"{SIZE}.approach", "has no value; give one, or delete the key"),
    ("a missing key", [("        approach: 3 K\n", "")], "size:", f"{SIZE}.approach", "is missing: smallest temperature difference at either end, for example 3 K"),
    ("a version of tomorrow", [("heatloop: 1", "heatloop: 2")], "heatloop: 2", "heatloop", "must be 1 (got 2)"),
    ("a name with blanks", [("name: bitforest", "name: Bit Forest")], "name: Bit", "site.name", "must be of lower-case letters, digits and hyphens"),
    ("an envelope without the target", [("control: {}", "control: {setpoints: {supply: {min: 80 degC, max: 90 degC}}}")], "control:", "control.setpoints.supply", "does not contain `header.target`, 75 degC"),
    ("an envelope upside down", [("control: {}", "control: {setpoints: {source_inlet: {min: 60 degC, max: 50 degC}}}")], "control:", "control.setpoints.source_inlet.min", "must be below `max`, 50 degC"),
    ("a port that is none", [("control: {}", "control: {plcs: [{name: a, host: b, port: 70000}]}")], "control:", "control.plcs[0].port", "must be at most 65535 (got 70000)"),
]  # fmt: skip


def problems_of(text):
    with pytest.raises(SiteError) as caught:
        load_text(text, "x.yaml")
    return caught.value.problems


@pytest.mark.parametrize(
    ("changes", "at", "key", "sentence"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_is_named_with_file_line_and_key(bitforest, edit, line_of, changes, at, key, sentence):
    text = edit(bitforest, *changes)
    found = {problem.key: problem for problem in problems_of(text)}
    assert key in found, "\n".join(map(str, found.values()))
    assert found[key].line == line_of(text, at)
    assert str(found[key]).startswith(f"x.yaml:{found[key].line}: {key}: ")
    if sentence is not None:
        assert sentence in found[key].text
        assert len(found) == 1 or "is not a key here" in str(found), "\n".join(map(str, found.values()))
    assert "\n" not in str(found[key])


def test_every_mistake_of_a_file_is_reported_at_once_sorted_by_line(bitforest, edit):
    text = edit(
        bitforest,
        ("altitude: 239 m", "altitude: 239"),
        ("extreme_min: -40.7", "extreme_min: -20"),
        ("avalon-a1566ha-460t", "whatsminer-m66s"),
        ("count: 360", "count: -1"),
        ("          assumption: Flow per", "          # Flow per"),
        ("approach: 3 K", "aproach: 3 K"),
        ("type: end-suction-4-pole", "type: end-suction"),
        ("nps: 8", "nps: 7"),
        ("target: 75 degC", "target: 75 degC\n  target: 76 degC"),
        ("efficiency: 99 %", "efficiency: .nan"),
        ("return: 55 degC", "return: 85 degC"),
        ("0.035 USD/kWh", "0.035 EUR/kWh"),
    )
    problems = problems_of(text)
    assert [problem.key for problem in problems] == [
        "site.altitude",
        "site.ambient.extreme_min",
        f"{BANK}.model",
        f"{BANK}.count",
        f"{BANK}.flow",
        f"{SIZE}.approach",
        f"{SIZE}.aproach",
        "source_loops[0].pump.type",
        "source_loops[0].piping[0].nps",
        "header.target",
        "boiler.efficiency",
        "sinks[0].return",
        "economics.power_price",
    ]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_a_list_with_bad_entries_is_not_also_called_too_short(bitforest, edit):
    (problem,) = problems_of(edit(bitforest, ("count: 360", "count: -3")))
    assert problem.key == f"{BANK}.count"
    short = problems_of(edit(bitforest, ("sinks:\n", "sinks: []\nothers:\n")))
    assert "must have at least 1 entry" in {problem.key: problem.text for problem in short}["sinks"]


@pytest.mark.parametrize(
    ("old", "new", "key", "sentence"),
    [
        (
            "hot_out: 72 degC",
            "hot_out: 82 degC",
            "datasheet.hot_out",
            "must be below `hot_in`, 80 degC (got '82 degC')",
        ),
        ("cold_out: 75 degC", "cold_out: 81 degC", "datasheet.cold_out", "must be below `hot_in`, 80 degC"),
        ("cold_in: 55 degC", "cold_in: 73 degC", "datasheet.cold_in", "must be below `hot_out`, 72 degC"),
        ("duty: 2800 kW", "duty: 2800 kPa", "datasheet.duty", "a power is expected"),
        ("duty: 2800 kW", "duty: 1400 kW", "datasheet", "balance of the sheet"),
        ("        source: a data sheet\n        verified: manufacturer\n", "", "datasheet", "needs an origin"),
    ],
)
def test_a_data_sheet_that_contradicts_itself_is_refused(bitforest, edit, old, new, key, sentence):
    size = bitforest[bitforest.index("      size:\n") : bitforest.index("    pump:\n")]
    text = edit(bitforest, (size, SHEET), (old, new))
    found = {problem.key: problem.text for problem in problems_of(text)}
    assert sentence in found[f"source_loops[0].exchanger.{key}"]


def test_a_problem_of_the_file_itself_has_no_key():
    for text in ("- a\n- b\n", "just words\n", "42\n"):
        (problem,) = problems_of(text)
        assert (problem.line, problem.key) == (1, "")
        assert "must be a mapping" in problem.text
