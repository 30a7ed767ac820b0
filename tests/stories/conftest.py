"""The page's modules stand beside the tests and are also run as scripts: they import each other by plain name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
