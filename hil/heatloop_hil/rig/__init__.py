"""The rig: plant, simulated PLC and the real controller in lockstep in virtual time. Only here do `hil` and `control` meet."""

from heatloop_hil.rig.record import Record
from heatloop_hil.rig.rig import Rig

__all__ = ["Record", "Rig"]
