"""Benchmarks: what the README's figures come from. Each module prints its figures; `make bench` runs all."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))  # pages, and ways to dress them, are those of the tests
