"""How our source may look: small, pure where it has to be, SI inside."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator

FUNCTION_CODE_LINES = 40
MODULE_LINES = 250
NOT_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}

# Plant units belong to the edge (JSON keys, tags, reports); the engineering core computes in SI.
PLANT_UNIT = re.compile(r"_(kw|mw|kwh|mwh|kpa|mbar|psi|mm|cm|l_min|lpm|gpm|l_s|m3_h|degc|celsius|kelvin|fahrenheit)$")

DOORS = {
    "CoolProp": {"fluid_oracle.py", "refrigerant.py"},
    "numba": {"compiled.py"},
    "scipy": {"model.py", "optimum.py"},
}
"""Libraries of the engineering core beside numpy, and the modules that may import them."""


def code_lines(source: str) -> list[tuple[str, int, int]]:
    """Of each function: name, first line, and how many lines are code (no docstring, comment or blank)."""
    tree = ast.parse(source)
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NOT_CODE:
            code.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and ast.get_docstring(node) is not None
        ):
            code.difference_update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return [
        (node.name, node.lineno, len(code & set(range(node.lineno, node.end_lineno + 1))))
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_the_count_of_code_lines_leaves_out_docstrings_comments_and_blank_lines():
    source = (
        'def f(a):\n    """One.\n\n    Two.\n    """\n    # why\n\n    b = (\n        a\n    )\n    return """x\ny"""\n'
    )
    assert code_lines(source) == [("f", 1, 6)]


def test_no_function_has_more_than_forty_lines_of_code(modules):
    long = [
        f"{module.at(line)}: {name} has {count} code lines, {FUNCTION_CODE_LINES} are allowed"
        for module in modules
        for name, line, count in code_lines(module.source)
        if count > FUNCTION_CODE_LINES
    ]
    assert not long, "\n".join(long)


def test_no_module_has_more_than_250_lines(modules):
    long = [
        f"{module.at(1)}: {count} lines, {MODULE_LINES} are allowed"
        for module in modules
        if (count := len(module.source.splitlines())) > MODULE_LINES
    ]
    assert not long, "\n".join(long)


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of each absolute import, wherever in the module it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_the_engineering_core_imports_numpy_and_the_standard_library_and_the_rest_through_its_doors(modules):
    allowed = sys.stdlib_module_names | {"numpy", "heatloop_thermo"}
    foreign = [
        f"{module.at(line)}: imports {name}; the doors are {DOORS}"
        for module in modules
        if "heatloop_thermo" in module.path.parts
        for line, name in imported(module.tree)
        if (top := name.split(".")[0]) not in allowed and module.path.name not in DOORS.get(top, set())
    ]
    assert not foreign, "\n".join(foreign)


def test_what_is_slow_to_load_is_loaded_only_when_it_is_asked_for(modules):
    loading = [
        module.at(node.lineno)
        for module in modules
        for node in module.tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and re.search(r"\b(CoolProp|scipy|pvlib|pandas|pyarrow)\b", ast.unparse(node))
    ]
    assert not loading, f"import it inside the function that needs it (docs/decisions/0003): {loading}"


def test_in_api_only_the_command_line_drives_a_plant(modules):
    """HTTP proposes, it never drives; import-linter cannot name modules that are still to come."""
    driving = [
        f"{module.at(line)}: imports {name}; only the command line may"
        for module in modules
        if "heatloop_api" in module.path.parts and not any(part.startswith("cli") for part in module.path.parts)
        for line, name in imported(module.tree)
        if re.match(r"heatloop_(control\.run|hil\.rig)\b", name)
    ]
    assert not driving, "\n".join(driving)


def test_no_function_changes_module_level_state(modules):
    found = [
        module.at(node.lineno) for module in modules for node in ast.walk(module.tree) if isinstance(node, ast.Global)
    ]
    assert not found, f"`global` is used in {', '.join(found)}"


def declared(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of each parameter and each annotated variable or field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.lineno, node.target.id


def test_the_engineering_core_names_si_units(modules):
    plant = [
        f"{module.at(line)}: {name} is in a plant unit; inside, quantities are SI (docs/decisions/0002)"
        for module in modules
        if "heatloop_thermo" in module.path.parts
        for line, name in declared(module.tree)
        if PLANT_UNIT.search(name) and "_per_" not in name
    ]
    assert not plant, "\n".join(plant)


def test_no_test_sleeps(tests_source):
    """Time is an argument, so no test has to wait for it; a sleep of zero only yields to other tasks."""
    sleeps = [
        module.at(node.lineno)
        for module in tests_source
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", None) == "sleep" or getattr(node.func, "id", None) == "sleep")
        and not (node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0)
    ]
    assert not sleeps, f"sleeps in {', '.join(sleeps)}"
