"""Where the web server listens: taken before anything else is started, and before it is loaded."""

import errno
import socket

from bestek.errors import CannotGoOn

_BACKLOG = 512


def bind(host: str, port: int) -> socket.socket:
    """Take the address, before anything else is started; CannotGoOn says why it is not free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotGoOn(
                f"Port {port} on {host} is taken by another program; "
                "stop it or choose another port with --port."
            ) from error
        raise CannotGoOn(f"Cannot listen on {host} port {port}: {error.strerror}.") from error
    # asyncio does this only for sockets that it made itself. Without it an answer waits 40 ms
    # between its head and its body, until the other side has acknowledged the head.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
