"""Whether the sun of a weather file stands where and when it should: time zone, longitude and hour stamps against each other."""

import numpy as np

from heatloop_sites.weather.record import Record
from heatloop_sites.weather.text import TextFile
from heatloop_thermo.climate.sun import Sun
from heatloop_thermo.numeric import Array

ZONE_TOLERANCE_H = 3.0
"""No land keeps a standard time further than this from its longitude. [h]"""
NIGHT_SHARE_MAX = 0.05
"""More of the year's irradiation than this in hours without sun is refused. [-]"""
NIGHT_W_M2 = 20.0
"""Irradiance in an hour without sun that is worth a remark: twilight gives less. [W/m2]"""
_SHIFTS = range(-3, 4)
_SHIFT_GAIN = 0.01  # how much better a shifted sun has to fit, in correlation


def sun_notes(file: TextFile, record: Record, sun: Sun) -> list[str]:
    """What looks odd about the sun.

    Parameters
    ----------
    file : for messages. record : 8,760 hours. sun : of the place that the file names.

    Raises
    ------
    SiteError : a good part of the irradiation comes by night.
    """
    head, ghi, notes = record.header, record.ghi_w_m2, []
    away = head.utc_offset_h - head.longitude_deg / 15.0
    if abs(away) > ZONE_TOLERANCE_H:
        notes.append(
            f"The time zone, UTC{head.utc_offset_h:+g} h, is {abs(away):.1f} h from what longitude {head.longitude_deg:g} deg "
            "has: is the sign of the longitude right (east is positive)?"
        )
    night = sun.up == 0.0
    share = float(ghi[night].sum()) / max(float(ghi.sum()), 1e-9)
    if share > NIGHT_SHARE_MAX:
        worst = int(np.where(night, ghi, -1.0).argmax())
        file.refuse(
            record.lines[worst],
            f"{share:.0%} of the year's irradiation comes while the sun is down (here {ghi[worst]:.0f} W/m2): time zone, "
            "longitude or the order of the hours is wrong",
        )
    bright = night & (ghi > NIGHT_W_M2)
    if bright.any():
        first = int(np.flatnonzero(bright)[0])
        notes.append(
            f"Global irradiance is above {NIGHT_W_M2:g} W/m2 in {int(bright.sum())} hours without sun "
            f"(first on line {record.lines[first]})."
        )
    shift = _best_shift(ghi, sun.horizontal_w_m2)
    if shift:
        notes.append(
            f"The irradiation fits the sun best when it is moved by {shift:+d} h: hour stamps or time zone may be wrong."
        )
    return notes


def _best_shift(ghi_w_m2: Array, outside_w_m2: Array) -> int:
    """Hours by which the irradiance has to be moved to fit the sun best; 0 unless the gain is clear."""
    fits = {shift: float(np.roll(ghi_w_m2, shift) @ outside_w_m2) for shift in _SHIFTS}
    scale = float(np.linalg.norm(ghi_w_m2) * np.linalg.norm(outside_w_m2))
    if scale == 0.0:
        return 0
    best = max(fits, key=lambda shift: fits[shift])
    return best if (fits[best] - fits[0]) / scale > _SHIFT_GAIN else 0
