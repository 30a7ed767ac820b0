"""Wires of the rig, which can be pulled."""

from heatloop_control.link import Transport, WireError
from heatloop_hil.plc.registers import Registers
from heatloop_sites.points.point import Table


class HandedOver:
    """A wire without frames: registers are handed over, or not, as the faults of the rig say."""

    def __init__(self, registers: Registers) -> None:
        self.registers, self.whole = registers, True

    async def read(self, table: Table, address: int, count: int) -> list[int]:
        """Registers; raises `WireError` while the cable is pulled."""
        self._check()
        rows = self.registers.input if table == "input" else self.registers.holding
        return rows[address : address + count]

    async def write(self, address: int, words: list[int]) -> None:
        """Write registers; raises `WireError` while the cable is pulled."""
        self._check()
        self.registers.holding[address : address + len(words)] = words

    async def close(self) -> None:
        """Nothing to let go of."""

    def _check(self) -> None:
        if not self.whole:
            raise WireError("cable pulled")


class Cable:
    """Any other wire, which can be pulled as well.

    Parameters
    ----------
    wire : a transport over a socket.
    """

    def __init__(self, wire: Transport) -> None:
        self.wire, self.whole = wire, True

    async def read(self, table: Table, address: int, count: int) -> list[int]:
        """Registers; raises `WireError` while the cable is pulled."""
        self._check()
        return await self.wire.read(table, address, count)

    async def write(self, address: int, words: list[int]) -> None:
        """Write registers; raises `WireError` while the cable is pulled."""
        self._check()
        await self.wire.write(address, words)

    async def close(self) -> None:
        """Let go of the wire."""
        await self.wire.close()

    def _check(self) -> None:
        if not self.whole:
            raise WireError("cable pulled")
