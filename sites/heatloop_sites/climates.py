"""Names of the places that a synthetic year can be made for; their statistics are read by `heatloop_sites.weather.sheets`."""

from pathlib import Path

from heatloop_sites.problem import Fault
from heatloop_sites.text import did_you_mean

FOLDER = Path(__file__).parent / "data" / "weather"


def sheets() -> tuple[str, ...]:
    """Names of the places.

    >>> "winnipeg" in sheets()
    True
    """
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def known(name: str) -> Path:
    """File with the statistics of a place.

    Raises
    ------
    Fault : no sheet has this name.
    """
    if name not in sheets():
        raise Fault(f"is not a place with statistics{did_you_mean(name, sheets())}: {', '.join(sheets())}")
    return FOLDER / f"{name}.yaml"
