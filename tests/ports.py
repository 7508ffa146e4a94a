"""Ports for servers that tests start."""

from __future__ import annotations

import random
import socket

CHANCE = random.SystemRandom()


def free_port():
    """A port nobody listens on, below those that the system hands to whoever connects: between asking and serving none of them takes it."""
    for port in CHANCE.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")
