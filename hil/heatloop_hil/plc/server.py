"""The Modbus server in front of a simulated PLC, over TCP; the only place that serves Modbus."""

import logging
from collections.abc import Callable
from typing import Self

from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from heatloop_hil.plc.registers import Registers

READ_HOLDING, READ_INPUT, WRITE_ONE, WRITE_MANY = 3, 4, 6, 16
Octets = Callable[[bool, bytes], bytes]
"""Fault on the wire: gets (sending, octets), gives what really passes; nothing is silence."""

logging.getLogger("pymodbus").setLevel(logging.CRITICAL)


class PlcServer:
    """Serves the registers of one PLC while the block of a ``with`` statement runs.

    Parameters
    ----------
    registers : read and written live.
    host, port : where it listens; port 0 takes any free one.
    unit : Modbus unit that answers.
    octets : fault on the wire; None is a good wire.
    """

    def __init__(
        self, registers: Registers, host: str = "127.0.0.1", port: int = 0, unit: int = 1, octets: Octets | None = None
    ) -> None:
        self.registers, self.host, self.port, self.unit = registers, host, port, unit
        self.octets = octets
        self._server: ModbusTcpServer | None = None

    async def __aenter__(self) -> Self:
        """Listen; `port` then says where."""
        tables = self.registers.input, self.registers.holding
        device = SimDevice(
            self.unit,
            (
                [SimData(0, values=False, datatype=DataType.BITS)],
                [SimData(0, values=False, datatype=DataType.BITS)],
                [SimData(0, values=list(tables[1]), datatype=DataType.REGISTERS)],
                [SimData(0, values=list(tables[0]), datatype=DataType.REGISTERS)],
            ),
            action=self._touch,
        )
        self._server = ModbusTcpServer(device, address=(self.host, self.port), trace_packet=self._pass)
        await self._server.serve_forever(background=True)
        sockets = self._server.transport.sockets  # type: ignore[attr-defined]  # a listening asyncio server
        self.port = sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up on everybody."""
        if self._server is not None:
            await self._server.shutdown()  # type: ignore[no-untyped-call]  # pymodbus leaves it untyped
            self._server = None

    def _pass(self, sending: bool, octets: bytes) -> bytes:
        return octets if self.octets is None else self.octets(sending, octets)

    async def _touch(
        self, code: int, start: int, address: int, count: int, current: list[int], new: list[int] | list[bool] | None
    ) -> ExcCodes | None:
        """Answer a read from the live registers, and put a write into them."""
        if code in {READ_HOLDING, READ_INPUT}:
            table = self.registers.holding if code == READ_HOLDING else self.registers.input
            current[address - start : address - start + count] = table[address : address + count]
        elif code in {WRITE_ONE, WRITE_MANY} and new is not None:
            self.registers.holding[address : address + count] = [int(word) for word in new]
        return None
