"""The tank's kernel, compiled: the same functions as `kernel`, for those who have numba loaded."""

from heatloop_thermo.compiled import twin
from heatloop_thermo.storage import kernel

__all__ = ["advance", "conduct", "cool", "displace", "draw", "settle", "stir"]

inverse_cp = twin(kernel.inverse_cp)
middle = twin(kernel.middle)
_slope = twin(kernel._slope)  # noqa: SLF001 of the same package
stir = twin(kernel.stir)
settle = twin(kernel.settle)
conduct = twin(kernel.conduct, inverse_cp=inverse_cp, middle=middle)
cool = twin(kernel.cool, inverse_cp=inverse_cp, middle=middle)
displace = twin(kernel.displace, _slope=_slope)
draw = twin(kernel.draw, _slope=_slope)
advance = twin(
    kernel.advance, inverse_cp=inverse_cp, stir=stir, cool=cool, displace=displace, conduct=conduct, settle=settle
)
