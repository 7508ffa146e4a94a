"""The tests of readers share the workbooks of `layouts`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
