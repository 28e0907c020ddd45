"""What a reviewer types, as JSON by kind: `python queries.py FOLDER NUMBER`; of plates that were seen.

Prefixes of two to five glyphs; wildcards with two glyphs known at an end, with three in a row, and, one in six,
with three glyphs here and there, for which no index helps.
"""

import json
import random
import sys
from pathlib import Path

from truth import Truth

RANDOM = random.Random(3)


def main(folder: Path, number: int) -> None:
    truth = Truth(folder)
    reads = RANDOM.sample(range(len(truth.truth)), 4 * number)
    plates = [truth.text(truth.truth[read]) for read in reads]
    exact, prefix, wildcard, fuzzy = (plates[at::4] for at in range(4))
    print(
        json.dumps(
            {
                "exact": exact,
                "prefix": [plate[: 2 + at % 4] for at, plate in enumerate(prefix)],
                "wildcard": [_wildcard(plate, at) for at, plate in enumerate(wildcard)],
                "fuzzy": fuzzy,
            }
        )
    )


def _wildcard(plate: str, kind: int) -> str:
    last = plate[-2:]
    return [
        f"{plate[:2]}??{plate[4:]}",
        f"{plate[:3]}*{last}",
        f"*{plate[1:4]}*",
        f"?{plate[1:4]}*{plate[-1]}",
        f"{plate[:2]}*{plate[3]}??",
        f"?{plate[1]}?{plate[3]}?{plate[5]}*",
    ][kind % 6]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
