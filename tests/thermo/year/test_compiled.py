"""Compiled code that is kept on disk: thrown away when anything that is frozen into it has changed."""

import subprocess
import sys
from pathlib import Path

from heatloop_thermo.compiled import _index

CALLEE = "from heatloop_thermo.compiled import compiled\nFACTOR = {factor}\n@compiled\ndef inner(x: float) -> float:\n    return {inner}\n"
CALLER = (
    "from heatloop_thermo.compiled import compiled\nfrom callee import FACTOR, inner\n"
    "@compiled\ndef outer(x: float) -> float:\n    return FACTOR * _middle(x)\n@compiled\ndef _middle(x: float) -> float:\n    return inner(x)\n"
)


def outer_of_two(folder: Path, factor: float, inner: str) -> float:
    (folder / "callee.py").write_text(CALLEE.format(factor=factor, inner=inner))
    (folder / "caller.py").write_text(CALLER)
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); from caller import outer; print(outer(2.0))"
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_a_change_in_another_module_is_seen(tmp_path: Path):
    assert outer_of_two(tmp_path, 1.0, "x + 1.0") == 3.0
    assert outer_of_two(tmp_path, 10.0, "x + 1.0") == 30.0
    assert outer_of_two(tmp_path, 10.0, "x + 5.0") == 70.0


def test_an_index_that_speaks_of_classes_that_are_no_more_is_no_error():
    def load() -> dict[str, str]:
        raise AttributeError("Can't get attribute 'Liquid'")

    assert _index(load) == {}
    assert _index(lambda: {"kept": "code"}) == {"kept": "code"}


def test_who_only_sizes_loads_no_compiler():
    code = "import sys, heatloop_thermo.design, heatloop_thermo.storage, heatloop_thermo.year, heatloop_thermo.operate; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
