"""The only door to pymodbus: one device over TCP, TLS or RTU, with every reply checked.

pymodbus carries frames and does not judge them: a short reply, a reply of another function, an echo of other registers all count as
success there. Here each reply has to be of the kind, length and address that was asked for; nothing is retried; after any trouble the
connection is closed and opened again, so that a late reply can never be taken for the answer to a later question.
"""

import asyncio
import logging
import random
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pymodbus import FramerType, ModbusException
from pymodbus.client import AsyncModbusSerialClient, AsyncModbusTcpClient, AsyncModbusTlsClient
from pymodbus.client.base import ModbusBaseClient
from pymodbus.pdu import ModbusPDU

from heatloop_control.link import WireError
from heatloop_sites.points.point import Table

TIMEOUT_S = 0.5
"""Longest wait for a reply. [s] estimate: a LAN answers in milliseconds, a slow RTU block in a quarter of a second"""
BACKOFF_S = (0.5, 5.0)
"""First and longest pause before the wire is opened again, doubled each time, with jitter. [s] estimate"""
READ_CODES: dict[Table, int] = {"holding": 3, "input": 4}
WRITE_ONE_CODE, WRITE_CODE = 6, 16

logging.getLogger("pymodbus").setLevel(
    logging.CRITICAL
)  # it logs every time-out with a hex dump; we count and report instead


@dataclass(frozen=True, slots=True)
class Tcp:
    """A device at an address; with ``tls`` the wire is encrypted (port 802 by convention)."""

    host: str
    port: int = 502
    unit: int = 1
    timeout_s: float = TIMEOUT_S
    tls: ssl.SSLContext | None = None

    def __str__(self) -> str:
        """As people say it.

        >>> str(Tcp("192.0.2.10", unit=3))
        '192.0.2.10:502 unit 3'
        """
        return f"{self.host}:{self.port} unit {self.unit}"


@dataclass(frozen=True, slots=True)
class Rtu:
    """A device on a serial line."""

    device: str
    baudrate: int = 19200
    parity: str = "E"
    stopbits: int = 1
    unit: int = 1
    timeout_s: float = TIMEOUT_S

    def __str__(self) -> str:
        """As people say it."""
        return f"{self.device} unit {self.unit}"


class ModbusWire:
    """A `heatloop_control.link.Transport` over Modbus.

    Parameters
    ----------
    address : where the device is.
    now : monotonic time [s]; the running loop's by default.
    jitter : number between 0 and 1 by which a pause before opening again is spread.
    """

    def __init__(
        self, address: Tcp | Rtu, now: Callable[[], float] | None = None, jitter: Callable[[], float] = random.random
    ) -> None:
        self._address, self._jitter = address, jitter
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._client: ModbusBaseClient | None = None
        self._pause_s, self._closed_until_s, self._asked, self._opened = BACKOFF_S[0], 0.0, 0, 0

    async def read(self, table: Table, address: int, count: int) -> list[int]:
        """Registers, exactly ``count`` of them; raises `WireError`."""

        async def ask(client: ModbusBaseClient) -> ModbusPDU:
            call = client.read_input_registers if table == "input" else client.read_holding_registers
            return await call(address, count=count, device_id=self._address.unit)

        reply: Any = await self._verified(ask, READ_CODES[table])
        registers = list(reply.registers)
        if len(registers) != count:
            raise await self._spoiled(f"{len(registers)} registers came, {count} were asked for")
        return registers

    async def write(self, address: int, words: list[int]) -> None:
        """Write holding registers in one request, once; raises `WireError`."""

        async def ask(client: ModbusBaseClient) -> ModbusPDU:
            return await client.write_registers(address, words, device_id=self._address.unit)

        reply: Any = await self._verified(ask, WRITE_CODE)
        if (reply.address, reply.count) != (address, len(words)):
            raise await self._spoiled(
                f"registers {reply.address} + {reply.count} were echoed, {address} + {len(words)} written"
            )

    async def write_one(self, address: int, word: int) -> None:
        """Write one holding register by the function that every device has, once; raises `WireError`."""

        async def ask(client: ModbusBaseClient) -> ModbusPDU:
            return await client.write_register(address, word, device_id=self._address.unit)

        reply: Any = await self._verified(ask, WRITE_ONE_CODE)
        if (reply.address, list(reply.registers)) != (address, [word]):
            raise await self._spoiled(
                f"register {reply.address} = {reply.registers} was echoed, {address} = {word} written"
            )

    async def ready(self) -> int:
        """Open the wire if it is not open; number of this connection, from 1. Raises `WireError`."""
        await self._open()
        return self._opened

    async def close(self) -> None:
        """Let go of the wire."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    async def _verified(self, ask: Callable[[ModbusBaseClient], Awaitable[ModbusPDU]], code: int) -> ModbusPDU:
        """Ask once and check what kind of reply came."""
        client = await self._open()
        self._asked += 1
        try:
            async with asyncio.timeout(self._address.timeout_s):
                reply = await ask(client)
        except (TimeoutError, ModbusException, OSError) as error:
            raise await self._spoiled(str(error) or type(error).__name__) from error
        if reply.isError():
            self._pause_s = BACKOFF_S[0]  # an exception reply is an answer: the device is there
            raise WireError(f"{self._address}: exception {getattr(reply, 'exception_code', '?')}")
        if reply.function_code != code:
            raise await self._spoiled(f"a reply of function {reply.function_code} came, {code} was asked for")
        if reply.dev_id != self._address.unit:
            raise await self._spoiled(f"unit {reply.dev_id} answered, {self._address.unit} was asked")
        self._pause_s = BACKOFF_S[0]
        return reply

    async def _open(self) -> ModbusBaseClient:
        if self._client is not None:
            return self._client
        if self._now() < self._closed_until_s:
            raise WireError(f"{self._address}: not opened again yet")
        client = _client(self._address)
        try:
            async with asyncio.timeout(self._address.timeout_s):
                connected = await client.connect()
        except (TimeoutError, ModbusException, OSError) as error:
            client.close()
            raise await self._spoiled(str(error) or "no connection") from error
        if not connected:
            client.close()
            raise await self._spoiled("no connection")
        client.ctx.next_tid = (
            self._asked % 60_000
        )  # go on counting: an old reply through a gateway is no answer here either
        self._client = client
        self._opened += 1
        return client

    async def _spoiled(self, why: str) -> WireError:
        """Close the wire and wait a while before it is opened again; the error to raise."""
        await self.close()
        self._closed_until_s = self._now() + self._pause_s * (0.5 + 0.5 * self._jitter())
        self._pause_s = min(2.0 * self._pause_s, BACKOFF_S[1])
        return WireError(f"{self._address}: {why}")


def _client(address: Tcp | Rtu) -> ModbusBaseClient:
    """A client that neither retries nor reconnects by itself: both are ours."""
    common: dict[str, Any] = {"timeout": address.timeout_s, "retries": 0, "reconnect_delay": 0}
    if isinstance(address, Rtu):
        return AsyncModbusSerialClient(
            address.device,
            framer=FramerType.RTU,
            baudrate=address.baudrate,
            parity=address.parity,
            stopbits=address.stopbits,
            **common,
        )
    if address.tls is not None:
        return AsyncModbusTlsClient(address.host, sslctx=address.tls, port=address.port, **common)
    return AsyncModbusTcpClient(address.host, port=address.port, **common)
