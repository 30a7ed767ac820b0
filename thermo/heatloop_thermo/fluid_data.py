"""The fitted coefficients of water and of the glycols: read once, from the file that ``fluid_fit`` writes."""

import json
import pkgutil
from functools import lru_cache
from typing import Any

FILE = "fluid_coefficients.json"


@lru_cache(maxsize=1)
def fluid_data() -> dict[str, Any]:
    """Content of the coefficient file; treat it as read-only.

    >>> sorted(fluid_data()["glycols"])
    ['AEG', 'APG', 'MEG', 'MPG']
    """
    raw = pkgutil.get_data(__package__, FILE)
    assert raw is not None, f"{FILE} is part of the package"
    data: dict[str, Any] = json.loads(raw)
    return data
