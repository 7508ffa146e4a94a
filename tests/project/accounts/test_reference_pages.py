"""The reference pages of settings and powers are those of the code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_pages_of_settings_and_powers_are_current():
    done = subprocess.run(
        [sys.executable, "script/gen-docs", "--check"],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_compiled_english_catalogue_is_that_of_the_text_file():
    done = subprocess.run(
        [sys.executable, "script/compile_translations.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
