"""From the PLCs of a site file to links: who is reached how, and spoken to in which way."""

import ssl
from collections.abc import Callable, Sequence
from pathlib import Path

from heatloop_control.bus import Peer
from heatloop_control.coalesce import Limits
from heatloop_control.device import Device
from heatloop_control.frame import layout_of
from heatloop_control.link import Link
from heatloop_control.modbus import TIMEOUT_S, ModbusWire, Rtu, Tcp
from heatloop_sites.points import Point, Register
from heatloop_sites.schema.control import Plc

PORT, TLS_PORT = 502, 802
"""Ports of Modbus/TCP, plain and over TLS. Source: Modbus application protocol 1.1b3; Modbus/TCP security 2.1. manufacturer"""


def peers_of(plcs: Sequence[Plc], points: Sequence[Point], now: Callable[[], float] | None = None) -> tuple[Peer, ...]:
    """A link for each PLC with the handshake, a device for each without.

    Parameters
    ----------
    plcs, points : of the site.
    now : monotonic time by which wires pause after trouble [s]; the running loop's by default.
    """
    return tuple(_peer(plc, points, now) for plc in plcs)


def _peer(plc: Plc, points: Sequence[Point], now: Callable[[], float] | None) -> Peer:
    address = address_of(plc)
    if plc.handshake:
        second = plc.connections == 2 and plc.transport != "rtu"
        command = ModbusWire(address, now) if second else None
        return Link(plc.name, layout_of(points, plc.name), ModbusWire(address, now), command)
    forbidden = tuple((span.table, span.first, span.last) for span in plc.forbidden)
    beat = plc.heartbeat
    return Device(
        name=plc.name,
        points=[point for point in points if point.register.plc == plc.name],
        wire=ModbusWire(address, now),
        limits=Limits(plc.read_most, plc.gap_most, forbidden),
        heartbeat=Register(plc.name, beat.table, beat.address, "uint16") if beat else None,
    )


def address_of(plc: Plc) -> Tcp | Rtu:
    """Where a PLC is.

    >>> address_of(Plc(name="plc-1", host="192.0.2.10"))
    Tcp(host='192.0.2.10', port=502, unit=1, timeout_s=0.5, tls=None)
    """
    timeout_s = TIMEOUT_S if plc.timeout_s is None else float(plc.timeout_s)
    if plc.transport == "rtu":
        return Rtu(plc.device or "", plc.baudrate, plc.parity, plc.stopbits, plc.unit, timeout_s)
    if plc.transport == "tls":
        return Tcp(plc.host or "", plc.port or TLS_PORT, plc.unit, timeout_s, trusted(plc.authority))
    return Tcp(plc.host or "", plc.port or PORT, plc.unit, timeout_s)


def trusted(authority: str | None) -> ssl.SSLContext:
    """TLS that believes only what an authority has signed; without one, those of the machine."""
    context = ssl.create_default_context(cafile=str(Path(authority)) if authority else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
