"""What a command may load: importing is most of what a short command costs."""

import json
import subprocess
import sys

HEAVY = {
    "CoolProp",
    "fluids",
    "ht",
    "matplotlib",
    "numba",
    "pandas",
    "pint",
    "pvlib",
    "pyarrow",
    "pymodbus",
    "scipy",
    "tespy",
    "xlsxwriter",
}

SIZE = """
import json, sys
from heatloop_api.cli import main
sys.argv = ["heatloop", "size", "bitforest", "--json"]
try:
    sys.exit(main())
except SystemExit as stop:
    assert not stop.code, f"exit code {stop.code}"
print("\\n" + json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_sizing_a_plant_loads_no_heavy_library():
    run = subprocess.run([sys.executable, "-c", SIZE], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    design, _, loaded = run.stdout.strip().rpartition("\n")
    assert json.loads(design)["site"], "the design was really made"
    heavy = HEAVY & set(json.loads(loaded))
    assert not heavy, "CoolProp takes seconds to load, the others half a second or more (docs/decisions/0002, 0003)"
