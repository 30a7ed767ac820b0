"""The command as a process of its own: what somebody waits for who types it."""

import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.benchmark(timer=time.perf_counter)  # a process's time is not ours

COMMAND = Path(sys.executable).with_name("heatloop")


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout


def timed(benchmark: Any, rounds: int, *command: str) -> tuple[str, float]:
    """Start a command again and again; its output, and the processor time that each took. [s]"""

    def used_s() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    run(*command)  # writes the byte code and fills the page cache
    before_s = used_s()
    text = benchmark.pedantic(run, args=command, rounds=rounds)
    return text, (used_s() - before_s) / rounds


def test_sizing_the_shipped_plant(benchmark, book):
    assert COMMAND.exists(), "heatloop is not installed in this environment; make bench installs it"
    text, cpu_s = timed(benchmark, 9, str(COMMAND), "size", "bitforest")
    assert "REACHED DIRECTLY" in text
    book("process", "heatloop size bitforest", remark=f"{cpu_s:.2f} s of processor; acceptance: 1.5 s")


@pytest.mark.parametrize(
    ("statement", "rounds"),
    [("pass", 9), ("import numpy", 9), ("import CoolProp", 3), ("from tespy.networks import Network", 3)],
)
def test_python_that_only_imports(benchmark, book, statement, rounds):
    _, cpu_s = timed(benchmark, rounds, sys.executable, "-c", statement)
    book("process", f"python -c '{statement}'", remark=f"{cpu_s:.2f} s of processor")
