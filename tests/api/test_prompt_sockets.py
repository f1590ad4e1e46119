"""A connection of the running app sends at once, as what it inherits from the listening socket says."""

import asyncio
import socket

import pytest

from api.prompt_sockets import prompt_sockets


@pytest.mark.parametrize("protocol", [0, socket.IPPROTO_TCP])
def test_connections_of_a_socket_that_was_bound_before_send_at_once(protocol: int) -> None:
    async def accepted_option() -> int:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM, protocol) as listening:
            listening.bind(("127.0.0.1", 0))
            async with prompt_sockets(None):
                listening.listen()
                with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
                    return accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    assert asyncio.run(accepted_option()) != 0
