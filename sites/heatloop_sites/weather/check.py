"""A year of records to `Weather`: checked for units, gaps and contradictions; what is missing is derived, and said."""

import numpy as np

from heatloop_sites.weather.record import Record
from heatloop_sites.weather.sun import sun_notes
from heatloop_sites.weather.text import TextFile
from heatloop_thermo.climate.light import diffuse_share
from heatloop_thermo.climate.sky import (
    ground_from_air_c,
    ground_from_months_c,
    sky_from_cloud_c,
    sky_from_infrared_c,
)
from heatloop_thermo.climate.sun import Sun, sun_of_year
from heatloop_thermo.numeric import Array
from heatloop_thermo.vapour import vapour_pressure_pa
from heatloop_thermo.weather import Weather

WARMEST_MEAN_C = 35.0
"""No place has a year's mean above this; the warmest, Dallol, has 34.6 °C. [°C] secondary"""
DEW_TOLERANCE_K = 0.5
"""Files round dew point and dry bulb to 0.1 K, some to 0.5 K. [K]"""
LOWEST_DEW_C = -55.0
"""Below it the vapour pressure curve ends, at 4 Pa. [°C]"""
_NO_CLOUD_KNOWN = 0.5  # share of the sky, where a file says neither infrared nor cloud

_RANGES = (
    ("dry_bulb_c", "dry-bulb temperature", -70.0, 60.0, "degC; is it in degF?"),
    ("dew_point_c", "dew point", -95.0, 60.0, "degC; is it in degF?"),
    ("relative_humidity", "relative humidity", 0.0, 1.1, "as a share of 1"),
    ("wind_m_s", "wind speed", 0.0, 60.0, "m/s"),
    ("ghi_w_m2", "global irradiance", 0.0, 1500.0, "W/m2, not negative"),
    ("dni_w_m2", "direct normal irradiance", 0.0, 1500.0, "W/m2, not negative"),
    ("dhi_w_m2", "diffuse irradiance", 0.0, 1500.0, "W/m2, not negative"),
    ("infrared_w_m2", "infrared irradiance of the sky", 20.0, 700.0, "W/m2"),
    ("cloud", "cloud cover", 0.0, 1.0, "as a share of 1"),
)
_NEEDED = ("dry_bulb_c", "wind_m_s", "ghi_w_m2")


def weather_from(file: TextFile, record: Record) -> tuple[Weather, tuple[str, ...]]:
    """Check a year of records and complete it.

    Parameters
    ----------
    file : for messages. record : 8,760 hours.

    Returns
    -------
    Weather, and notes on what was derived or looks odd.

    Raises
    ------
    SiteError : values outside their range, gaps in what cannot be derived, a sun that shines by night.
    """
    _ranges(file, record)
    _gaps(file, record)
    head = record.header
    mean = float(record.dry_bulb_c.mean())
    if mean > WARMEST_MEAN_C:
        file.refuse(0, f"has a mean temperature of {mean:.0f} over the year; no place is so warm in degC: is it degF?")
    sun = sun_of_year(head.latitude_deg, head.longitude_deg, head.utc_offset_h)
    notes = [*sun_notes(file, record, sun)]
    dew = _dew_point_c(record, notes)
    dni, dhi = _direct_and_diffuse(record, sun, notes)
    weather = Weather(
        name=head.name,
        source=head.source,
        synthetic=False,
        latitude_deg=head.latitude_deg,
        longitude_deg=head.longitude_deg,
        utc_offset_h=head.utc_offset_h,
        altitude_m=head.altitude_m,
        dry_bulb_c=record.dry_bulb_c,
        vapour_pa=np.asarray(vapour_pressure_pa(dew)),
        wind_m_s=record.wind_m_s,
        ghi_w_m2=record.ghi_w_m2,
        dni_w_m2=dni,
        dhi_w_m2=dhi,
        sky_c=_sky_c(record, dew, notes),
        ground_c=_ground_c(record, notes),
    )
    return weather, tuple(notes)


def hours(count: object) -> str:
    """Count of hours as it is read.

    >>> hours(1), hours(12)
    ('1 hour', '12 hours')
    """
    return f"{count} hour{'' if count == 1 else 's'}"


def _ranges(file: TextFile, record: Record) -> None:
    found = []
    for name, what, low, high, unit in _RANGES:
        values = getattr(record, name)
        bad = np.flatnonzero((values < low) | (values > high))  # NaN is a gap, not a range
        if bad.size:
            more = f"; {bad.size} hours like this" if bad.size > 1 else ""
            found.append(
                (record.lines[bad[0]], f"{what} must be {low:g}..{high:g} {unit} (got {values[bad[0]]:g}{more})")
            )
    file.refuse_all(found)


def _gaps(file: TextFile, record: Record) -> None:
    names = {name: what for name, what, *_ in _RANGES}
    found = []
    for name in _NEEDED:
        gone = np.flatnonzero(np.isnan(getattr(record, name)))
        if gone.size:
            text = f"{names[name]} is missing in {hours(gone.size)}, first here; fill the gaps first"
            found.append((record.lines[gone[0]], text))
    dark = np.flatnonzero(np.isnan(record.dew_point_c) & np.isnan(record.relative_humidity))
    if dark.size:
        text = f"dew point and relative humidity are both missing in {hours(dark.size)}, first here; one is needed"
        found.append((record.lines[dark[0]], text))
    file.refuse_all(found)


def _dew_point_c(record: Record, notes: list[str]) -> Array:
    """Dew point as typed, or from the relative humidity; over water, as meteorologists give both."""
    dew = record.dew_point_c.copy()
    gone = np.isnan(dew)
    if gone.any():
        saturated = np.asarray(vapour_pressure_pa(np.maximum(record.dry_bulb_c[gone], LOWEST_DEW_C)))
        pressure = record.relative_humidity[gone] * saturated
        dew[gone] = _dew_of_pressure_c(pressure)
        notes.append(f"The dew point of {hours(gone.sum())} follows from the relative humidity.")
    above = dew - record.dry_bulb_c
    odd = np.flatnonzero(above > DEW_TOLERANCE_K)
    if odd.size:
        worst = int(above.argmax())
        notes.append(
            f"The dew point is above the dry bulb in {hours(odd.size)}, by up to {above[worst]:.1f} K "
            f"(line {record.lines[worst]}); the air is taken as saturated there."
        )
    dew = np.minimum(dew, record.dry_bulb_c)
    dry = int((dew < LOWEST_DEW_C).sum())
    if dry:
        notes.append(
            f"A dew point below {LOWEST_DEW_C:g} degC is taken as that in {hours(dry)}: less than 4 Pa of vapour."
        )
    return np.maximum(dew, LOWEST_DEW_C)


def _dew_of_pressure_c(pressure_pa: Array) -> Array:
    """Invert the vapour curve; by bisection, for its own inverse begins at the triple point."""
    low, high = np.full_like(pressure_pa, LOWEST_DEW_C), np.full_like(pressure_pa, 70.0)
    for _ in range(40):
        middle = 0.5 * (low + high)
        below = np.asarray(vapour_pressure_pa(middle)) < pressure_pa
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray(0.5 * (low + high))


def _direct_and_diffuse(record: Record, sun: Sun, notes: list[str]) -> tuple[Array, Array]:
    """Both as typed; where one or both are missing, from the global irradiance and the height of the sun."""
    ghi, dni, dhi = record.ghi_w_m2, record.dni_w_m2.copy(), record.dhi_w_m2.copy()
    beam = np.where(sun.up > 0.0, sun.cos_zenith / np.maximum(sun.up, 1e-9), 0.0)
    both = np.isnan(dni) & np.isnan(dhi)
    outside = sun.horizontal_w_m2
    k = np.divide(ghi, outside, out=np.zeros_like(ghi), where=outside > 0.0)
    dhi[both] = (ghi * diffuse_share(k))[both]
    gone = np.isnan(dni)
    direct = np.divide(ghi - dhi, beam, out=np.zeros_like(ghi), where=beam > 0.02)  # lower suns say nothing of a beam
    dni[gone] = np.minimum(np.maximum(direct, 0.0), sun.normal_w_m2 * sun.up)[gone]
    lost = np.isnan(dhi)
    dhi[lost] = np.maximum(ghi - dni * beam, 0.0)[lost]
    if (gone | lost).any():
        how = "Erbs' correlation" if both.any() else "the global one and the height of the sun"
        notes.append(f"Direct or diffuse irradiance of {hours((gone | lost).sum())} follows from {how}.")
    return dni, dhi


def _sky_c(record: Record, dew_c: Array, notes: list[str]) -> Array:
    """From the infrared irradiance, else from dew point and cloud."""
    gone = np.isnan(record.infrared_w_m2)
    sky = sky_from_infrared_c(np.where(gone, 300.0, record.infrared_w_m2))
    if gone.any():
        unknown = np.isnan(record.cloud)
        cloud = np.where(unknown, _NO_CLOUD_KNOWN, record.cloud)
        sky[gone] = sky_from_cloud_c(record.dry_bulb_c, dew_c, cloud)[gone]
        half = int((gone & unknown).sum())
        notes.append(f"The sky temperature of {hours(gone.sum())} follows from dew point and cloud (Clark & Allen).")
        if half:
            notes.append(f"The cloud cover of {hours(half)} is unknown and taken as a half: an estimate.")
    return sky


def _ground_c(record: Record, notes: list[str]) -> Array:
    if record.ground_c is not None:
        return ground_from_months_c(record.ground_c)
    notes.append("The file has no soil temperatures; those at 2 m are estimated from the air.")
    return ground_from_air_c(record.dry_bulb_c)
