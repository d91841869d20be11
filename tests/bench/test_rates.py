"""The bench of shrunken rates at a twentieth of its size: both contenders give the same rates. No time is judged here."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_the_rates_of_the_engine_are_those_of_a_plain_loop():
    command = [sys.executable, "bench/rates.py", "--share", "0.05"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "equal to 1e-12" in done.stdout
