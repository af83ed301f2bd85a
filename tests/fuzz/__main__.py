"""Run random cases for a while, in every processor, or one of them again: `make fuzz SECONDS=600`.

    PYTHONPATH=tests python -m fuzz --seconds 60 --seed 7
    PYTHONPATH=tests python -m fuzz --seed 7 --case page:1234

A case is made of the seed, its kind and its number alone. One that raises what it must not, or takes more time or
memory than any case may, is written to a folder with the way to run it again, and the exit code is 1.
"""

import argparse
import sys
from pathlib import Path
from secrets import randbelow

from fuzz.kinds import KINDS
from fuzz.run import again, run

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, help="by default another each time, which is printed")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--processes", type=int)
    parser.add_argument("--into", type=Path, default=Path(".fuzz"), help="the folder for cases that fail")
    parser.add_argument("--case", metavar="KIND:NUMBER", help="run this one alone, and show what it raises")
    options = parser.parse_args()
    if options.case:
        kind, _, number = options.case.partition(":")
        again(options.seed or 0, kind, int(number))
        print("nothing escaped")
    else:
        seed = options.seed if options.seed is not None else randbelow(10**9)
        sys.exit(run(seed, options.kinds, options.seconds, options.into, options.processes))
