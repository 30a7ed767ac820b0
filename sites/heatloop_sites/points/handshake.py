"""The two blocks by which controller and PLC know that the other is alive and means what it says.

The controller writes its block in one frame, commands included, and closes it with a checksum; the PLC takes it over only whole, only
with the right version and owner, and only if it is newer. The PLC's block says what it took over and what its outputs really are.
All fields are unsigned registers of 16 bits, in this order.
"""

from typing import Final

MAGIC: Final = 0x484C
"""First register of both blocks, "HL": a shifted or swapped map shows at once. [-]"""
MAP_VERSION: Final = 1
"""Version of the layout below. [-]"""

COMMAND_HEAD: Final = (
    "magic",
    "map_version",
    "epoch",  # owner: a controller that takes over writes a higher one, and the PLC obeys the highest
    "heartbeat",  # + 1 with every write
    "sequence",  # + 1 with every change of a command
    "lease_s",  # the PLC falls back to local control when so long nothing valid came
    "mode",  # wanted mode of the PLC, `PlcMode`
    "reset",  # + 1 resets latched trips whose cause is gone
)
"""Head of the controller's block; the commands follow, then ``crc``. Holding registers."""

STATUS_HEAD: Final = (
    "magic",
    "map_version",
    "heartbeat",  # + 1 with every scan of the PLC
    "boot",  # another number after every start of the PLC
    "scan_max_ms",
    "echo_sequence",  # last sequence taken over
    "echo_epoch",  # owner that is obeyed
    "reject",  # why the last block was not taken over, `Reject`
    "mode",  # `PlcMode`
    "first_out",  # number of the trip that came first, 0 without one
    "trips",  # latched trips, one bit each
    "interlocks",  # acting interlocks, one bit each
)
"""Head of the PLC's block; measurements and actual positions follow, then the age of each device, then ``crc``. Input registers."""

CRC_POLYNOMIAL: Final = 0xA001
CRC_START: Final = 0xFFFF
"""CRC-16/MODBUS over the bytes of all registers before it, high byte first. Source: Modbus over serial line 1.02, 6.2.2. manufacturer"""

PLC_MODES: Final = {0: "local", 1: "hold", 2: "remote", 3: "tripped"}
"""local: the PLC holds temperatures by itself; hold: outputs stay; remote: commands are obeyed; tripped: safe positions until reset."""
REJECTS: Final = {0: "none", 1: "magic", 2: "map_version", 3: "crc", 4: "epoch", 5: "sequence", 6: "range"}
"""Why a block was refused."""

MEANINGS: Final = {
    "magic": f"{MAGIC} (0x{MAGIC:04X}, 'HL'): another value is another device or a shifted map",
    "map_version": f"{MAP_VERSION}: version of this layout; a block of another version is refused whole",
    "epoch": "owner: a controller that takes over writes a higher one, and the PLC obeys the highest that it has seen",
    "heartbeat": "counts on by 1: the controller's with every write, the PLC's with every scan; one that stands still is dead",
    "sequence": "counts on by 1 with every change of a command",
    "lease_s": "seconds: when so long no valid block with a new heartbeat came, the PLC goes on by itself (mode 0)",
    "mode": "controller: wanted mode, 0 or 2; PLC: the mode that it is in",
    "reset": "counts on by 1 to reset latched trips whose cause is gone; any change is one reset",
    "boot": "another number after every start of the PLC, so that the controller begins again",
    "scan_max_ms": "longest scan of the PLC so far, in milliseconds",
    "echo_sequence": "last sequence that was taken over",
    "echo_epoch": "owner that is obeyed",
    "reject": "why the last block was not taken over, 0 if it was",
    "first_out": "number of the trip that came first since the last reset, 0 without one",
    "trips": "latched trips, one bit each, bit 0 is trip 1",
    "interlocks": "acting interlocks, one bit each",
    "crc": "CRC-16/MODBUS over the bytes of all registers of the block before it, high byte of each register first, no swap at the end",
}
"""What each field of the two heads means, in words for whoever programs the PLC."""
MODE_MEANINGS: Final = {
    "local": "the PLC holds temperatures by itself; the controller's outputs are not used",
    "hold": "outputs stay where they are: no valid block for 3 s, and the lease still runs",
    "remote": "commands of the last valid block are obeyed, behind the PLC's own ramps and interlocks",
    "tripped": "safe positions until `reset`, whoever commands",
}
REJECT_MEANINGS: Final = {
    "none": "the block was taken over",
    "magic": "the first register is not ours",
    "map_version": "written for another layout",
    "crc": "the checksum does not fit: torn or spoilt",
    "epoch": "an older owner: somebody else has taken over",
    "sequence": "older than what is in force",
    "range": "a command is no number or outside its range; nothing of the block is used",
}
