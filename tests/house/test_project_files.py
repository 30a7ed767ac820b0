"""What is committed: nothing of one machine, a layout that installs beside others, locks that fit, whole documents."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

# Written so that this file does not match itself.
ONE_MACHINE = re.compile(r"(?<![\w./:~}$-])/(?:work|root|home|tmp|Users)/[\w.]")
PACKAGE_HOST = re.compile(
    r"py[p]i\.(?:org|python)|python[h]osted\.org|registry\.npm[j]s|--(?:extra-)?index-ur[l]|--find-link[s]|--trusted-hos[t]"
)


def offences(files: list[Path], root: Path, pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(root)}:{number}: {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_one_machine(project_files, root):
    found = offences(project_files, root, ONE_MACHINE)
    assert not found, "\n".join(found)


def test_no_file_names_a_package_host(project_files, root):
    found = offences(project_files, root, PACKAGE_HOST)
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def pyproject(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def test_a_top_level_folder_is_a_source_root_and_never_itself_a_package(packages):
    """`thermo` and `control` on the package index are other people's: a package of that name would overwrite theirs."""
    packages_by_mistake = [str(package.parent) for package in packages if (package.parent / "__init__.py").exists()]
    assert not packages_by_mistake
    strangers = [
        str(entry)
        for package in packages
        for entry in package.parent.iterdir()
        if entry != package and not entry.name.startswith((".", "__pycache__"))  # tools leave caches
    ]
    assert not strangers, f"a source root holds its one package and nothing else, found {strangers}"


def test_each_package_is_importable_and_typed(packages):
    missing = [
        str(package / name)
        for package in packages
        for name in ("__init__.py", "py.typed")
        if not (package / name).is_file()
    ]
    assert not missing


def test_every_package_folder_is_in_the_wheel_and_in_every_tool(pyproject, packages, root):
    folders = [str(package.relative_to(root)) for package in packages]
    roots, names = [f.split("/")[0] for f in folders], [f.split("/")[1] for f in folders]
    assert sorted(pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == sorted(folders)
    assert sorted(pyproject["tool"]["hatch"]["build"]["dev-mode-dirs"]) == sorted(roots)
    assert sorted(pyproject["tool"]["ruff"]["src"]) == sorted(roots)
    assert sorted(pyproject["tool"]["mypy"]["packages"]) == sorted(names)
    assert sorted(pyproject["tool"]["importlinter"]["root_packages"]) == sorted(names)
    assert set(roots) < set(pyproject["tool"]["pytest"]["ini_options"]["testpaths"])


def top_level_imports(tree: ast.Module) -> set[str]:
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    chosen = {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 0}
    return {name.split(".")[0] for name in plain | chosen}


def distribution(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement)[0].lower().replace("_", "-").replace(".", "-")


# Imported under a name of its own, installed and versioned by the package whose documentation says to import it.
PART_OF = {"pydantic-core": "pydantic", "markupsafe": "jinja2"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported(pyproject, packages, modules):
    known = sys.stdlib_module_names | {package.name for package in packages}
    names = {name for module in modules for name in top_level_imports(module.tree)} - known
    provider = packages_distributions()
    used = {distribution(provider[name][0]) for name in names}
    declared = pyproject["project"]["dependencies"] + pyproject["project"]["optional-dependencies"]["report"]
    assert {PART_OF.get(name, name) for name in used} == {distribution(line) for line in declared}


def pins(path: Path) -> dict[str, str]:
    """Package -> version, and each one must carry a hash."""
    entries = re.split(r"\n(?=[a-z0-9])", path.read_text(encoding="utf-8").strip())
    bare = [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not bare, f"{path.name}: no hash for {bare}"
    return dict(entry.split(maxsplit=1)[0].split("==") for entry in entries)


def test_the_locks_agree_with_each_other_and_with_pyproject(pyproject, root):
    """`make test` must not change what `make demo` installed, and a new dependency needs `make lock`."""
    base, dev, bench = (pins(root / "requirements" / f"{name}.txt") for name in ("base", "dev", "bench"))
    assert base.items() <= dev.items() <= bench.items()

    project = pyproject["project"]
    extras = project["optional-dependencies"]
    for lock, wanted in (
        (base, project["dependencies"] + extras["report"] + pyproject["build-system"]["requires"]),
        (dev, extras["dev"] + extras["oracle"]),
        (bench, extras["peer"]),
    ):
        named = {distribution(line) for line in wanted}
        assert named <= lock.keys(), f"not locked: {sorted(named - lock.keys())}; run make lock"


def test_every_decision_says_its_context_the_decision_and_what_follows(root):
    records = sorted((root / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in records] == [f"{n:04d}" for n in range(1, len(records) + 1)]
    lacking = [
        f"{path.name}: no '## {part}'"
        for path in records
        for part in ("Context", "Decision", "Consequences")
        if f"\n## {part}\n" not in path.read_text(encoding="utf-8")
    ]
    assert records
    assert not lacking, "\n".join(lacking)


def test_every_name_in_the_nomenclature_is_used_and_stands_there_once(modules, root):
    text = (root / "docs" / "nomenclature.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("|")]
    names = [name for row in rows for name in re.findall(r"`(\w+)`", row[1])]
    keys = [key for row in rows for key in re.findall(r"`(\w+)`", row[3])]
    words = {word for module in modules for word in re.findall(r"\w+", module.source)}
    assert len(names) > 40
    assert not {name for name in names if names.count(name) > 1}, "one name per quantity"
    assert not {*names, *keys} - words, "stands in docs/nomenclature.md and is used nowhere"
