"""What systemd is told: ready, alive, stopping (the protocol of sd_notify, a datagram of text)."""

import os
import socket


def notify(words: str) -> bool:
    """Tell the service manager something; whether anybody listens.

    Parameters
    ----------
    words : as "READY=1", "WATCHDOG=1", "STOPPING=1" or "STATUS=…", one on a line.

    Source
    ------
    sd_notify(3) of systemd: a datagram to the socket that NOTIFY_SOCKET names, "@" for an abstract one. manufacturer
    """
    name = os.environ.get("NOTIFY_SOCKET", "")
    if not name:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as there:
            there.sendto(words.encode(), "\0" + name[1:] if name.startswith("@") else name)
    except OSError:
        return False
    return True
