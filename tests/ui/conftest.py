"""The style guide's addresses as a module that Django can import by name, wherever the tests are started from."""

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _addresses(db):
    """Tests here are not in a package: the module is made known under its own name."""
    spec = importlib.util.spec_from_file_location("anxin_ui_addresses", Path(__file__).with_name("urls.py"))
    made = importlib.util.module_from_spec(spec)
    sys.modules["anxin_ui_addresses"] = made
    spec.loader.exec_module(made)
