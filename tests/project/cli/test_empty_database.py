"""Commands on a database without tables: clear words, nothing changed; the demonstration town makes its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def run(folder, *words):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"ANXIN_DATA": str(folder), "ANXIN_DEMO": "1"}
    command = [sys.executable, "-m", "anxin.project.cli.main", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("words", [["warn"], ["audit", "verify"], ["serve", "--port", "8641"]])
def test_a_command_on_an_empty_database_names_the_remedy(tmp_path, words):
    done = run(tmp_path, *words)
    assert done.returncode == 1
    assert "script/server" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demonstration_town_makes_its_tables_and_refuses_to_be_made_twice(tmp_path):
    first = run(tmp_path, "demo", "--employers", "40", "--workers", "500", "--json")
    assert first.returncode == 0, first.stderr
    assert run(tmp_path, "warn").returncode == 0
    again = run(tmp_path, "demo")
    assert again.returncode == 1
    assert "空数据库" in again.stderr
