"""The socket of the web server: taken early, and without a pause in its answers."""

import socket

import pytest

from bestek import listening
from bestek.errors import CannotGoOn


def test_an_answer_does_not_wait_between_its_head_and_its_body() -> None:
    with (
        listening.bind("127.0.0.1", 0) as taken,
        socket.create_connection(taken.getsockname()),
    ):
        accepted, _ = taken.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_is_taken_is_said_in_one_sentence() -> None:
    with listening.bind("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotGoOn, match=f"Port {port} on 127.0.0.1 is taken"):
            listening.bind("127.0.0.1", port)
