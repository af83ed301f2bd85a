"""Dress all recorded releases in all ways, alone and together: `make redress`.

    PYTHONPATH=tests python -m redress --together 12000 --edits 3000 --seed 1

Prints how many comparisons there were, and each false edit and each edit that was missed; then the exit code is 1.
"""

import argparse
import sys
from itertools import chain

from redress.injected import EDITS
from redress.pages import recorded
from redress.run import Outcome, alone, run, together
from redress.ways import WAYS


def told(what: str, outcome: Outcome, wrong: str) -> None:
    layouts = len({name.partition("/")[0] for name in outcome.pages})
    sys.stdout.write(
        f"{what}: {outcome.comparisons:,} comparisons of {len(outcome.pages)} pages of {layouts} sources"
        f" in {len(outcome.ways)} ways, {len(outcome.wrong)} {wrong}\n"
    )
    sys.stdout.writelines(f"  {line}\n" for line in outcome.wrong)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="redress", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--together", type=int, default=12_000, help="pages in several ways at once")
    parser.add_argument("--edits", type=int, default=3_000, help="pages with a real edit, in other dress")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    bases = recorded()
    dressed = run(chain(alone(bases), together(bases, options.together, options.seed)))
    told("Dress", dressed, "false edits")
    edited = run(together(bases, options.edits, options.seed, [*EDITS]))
    told(f"Dress and one of {len(EDITS)} edits", edited, "missed")
    unused = WAYS.keys() - dressed.ways.keys()
    sys.stdout.writelines(f"  changed no page: {name}\n" for name in sorted(unused))
    sys.exit(bool(dressed.wrong or edited.wrong or unused))
