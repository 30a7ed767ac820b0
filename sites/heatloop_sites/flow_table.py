"""Machines whose maker prints flow and pressure drop against the inlet temperature: the line that holds at the bank's hottest inlet."""

from typing import NamedTuple

from heatloop_sites.rows import FlowPoint

L_MIN = 6e4


class TableFlow(NamedTuple):
    """Flow through one machine [m3/s] and its pressure drop there [Pa]; ``text`` of both, as printed or as computed."""

    flow_m3_s: float
    pressure_drop_pa: float
    flow_text: str
    pressure_drop_text: str


def at_inlet(table: tuple[FlowPoint, ...], inlet_c: float, exponent: float) -> TableFlow | None:
    """Flow that the table asks for at an inlet temperature.

    Parameters
    ----------
    table : by rising inlet temperature; at least one line.
    inlet_c : hottest inlet of the bank. [degC]
    exponent : n in dp ~ V^n. [-]

    Returns
    -------
    The printed line, or what lies between two of them: such a table is one return temperature, so that the inverse of the flow
    is linear in the inlet temperature (the GB300's to 1 %). Below the first line its flow; None above the last, where nothing is known.

    >>> from heatloop_sites import catalog
    >>> at_inlet(catalog.machine("gb300-nvl72").flow_table, 45.0, 1.9).flow_text
    '177 L/min'
    """
    if inlet_c > table[-1].inlet_c:
        return None
    above = next(point for point in table if point.inlet_c >= inlet_c)
    if above.inlet_c == inlet_c or above is table[0]:
        texts = (getattr(value, "text", f"{value:g}") for value in (above.flow_m3_s, above.pressure_drop_pa))
        return TableFlow(float(above.flow_m3_s), float(above.pressure_drop_pa), *texts)
    below = table[table.index(above) - 1]
    share = (inlet_c - below.inlet_c) / (above.inlet_c - below.inlet_c)
    flow = 1.0 / ((1.0 - share) / below.flow_m3_s + share / above.flow_m3_s)
    return scaled(TableFlow(float(above.flow_m3_s), float(above.pressure_drop_pa), "", ""), flow, exponent)


def scaled(point: TableFlow, flow_m3_s: float, exponent: float) -> TableFlow:
    """The same machine at another flow."""
    drop_pa = point.pressure_drop_pa * (flow_m3_s / point.flow_m3_s) ** exponent
    return TableFlow(flow_m3_s, drop_pa, f"{flow_m3_s * L_MIN:.4g} L/min", f"{drop_pa / 1e3:.4g} kPa")
