"""What the house rules look at: the packages, their modules, and the files that a commit would hold."""

import ast
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = tuple(ROOT / folder / f"heatloop_{folder}" for folder in ("thermo", "sites", "control", "api", "hil"))


@dataclass(frozen=True)
class Module:
    """One source file, read and parsed once."""

    path: Path
    source: str
    tree: ast.Module

    def at(self, line: int) -> str:
        return f"{self.path.relative_to(ROOT)}:{line}"


def read(path: Path) -> Module:
    source = path.read_text(encoding="utf-8")
    return Module(path, source, ast.parse(source, str(path)))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def packages() -> tuple[Path, ...]:
    return PACKAGES


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    return [read(path) for package in PACKAGES for path in sorted(package.rglob("*.py"))]


@pytest.fixture(scope="session")
def tests_source() -> list[Module]:
    return [read(path) for path in sorted((ROOT / "tests").rglob("*.py"))]


@pytest.fixture(scope="session")
def project_files() -> list[Path]:
    """Every text file that a commit would hold; without git, every file outside the folders that tools make."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    else:
        paths = [Path(folder) / name for folder, _, names in _walk(ROOT) for name in names]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]


def _walk(top: Path):
    for folder, below, names in os.walk(top):
        below[:] = [
            b for b in below if not (b.startswith(".") and b != ".ci") and b not in {"build", "dist", "__pycache__"}
        ]
        yield folder, below, names
