"""``python -m heatloop_api.cli``: the same as ``heatloop``."""

import sys

from heatloop_api.cli import main

sys.exit(main())
