"""`python -m mosaic_ai.capture_export --format yolo|coco --out DIR`: pictures kept for retraining, as a data set.

Corrections of reviewers take the place of what was read, and are marked as verified. A line of JSON tells what
was written. See docs/guide/retraining.md.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from mosaic_ai.domain.captures import KeptCapture
from mosaic_ai.domain.dataset import PARTS, Example, example_of
from mosaic_ai.infrastructure.capture_arguments import instant, parser_of, store_of
from mosaic_ai.infrastructure.dataset_files import write_coco, write_yolo
from mosaic_ai.infrastructure.obstore_captures import ObstoreCaptures
from mosaic_contracts.errors import UnavailableError

FORMATS = {"yolo": write_yolo, "coco": write_coco}


def chosen(
    captures: ObstoreCaptures,
    *,
    since: datetime | None,
    until: datetime | None,
    cameras: Sequence[UUID],
) -> list[KeptCapture]:
    """Whole pictures, oldest first; since: from it on, until: before it; cameras empty: all."""
    return sorted(
        (
            kept
            for kept in captures.kept()
            if kept.complete
            and (since is None or kept.captured_at >= since)
            and (until is None or kept.captured_at < until)
            and (not cameras or kept.camera_id in cameras)
        ),
        key=lambda kept: kept.key.rsplit("/", 1)[1],
    )


def examples(
    captures: ObstoreCaptures, kept: Sequence[KeptCapture]
) -> Iterator[tuple[Example, bytes]]:
    """Without what retention took meanwhile."""
    for item in kept:
        capture, jpeg = captures.capture(item), captures.picture(item)
        if capture is not None and jpeg is not None:
            yield example_of(capture, captures.labels(item)), jpeg


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--format", choices=sorted(FORMATS), required=True)
    parser.add_argument("--out", type=Path, required=True, help="a folder that is new or empty")
    parser.add_argument("--from", dest="since", type=instant, help="captured at or after")
    parser.add_argument("--to", dest="until", type=instant, help="captured before")
    parser.add_argument("--camera", type=UUID, action="append", default=[])
    given = parser.parse_args(arguments)
    url, out = store_of(parser, given), given.out
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        parser.error(f"{out} is there and not an empty folder")
    try:
        captures = ObstoreCaptures(url)
        kept = chosen(captures, since=given.since, until=given.until, cameras=given.camera)
        written = FORMATS[given.format](out, examples(captures, kept))
    except UnavailableError as error:
        sys.stderr.write(f"{error.detail}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{out} cannot be written: {error.strerror}\n")
        return 1
    sys.stdout.write(f"{json.dumps(_told(written))}\n")
    return 0


def _told(written: Sequence[Example]) -> dict[str, object]:
    found = [item for example in written for item in example.annotations]
    parts = Counter(example.part for example in written)
    return {
        "pictures": len(written),
        "parts": {part: parts[part] for part in PARTS},
        "annotations": dict(sorted(Counter(item.category for item in found).items())),
        "verified": sum(item.verified for item in found),
    }


if __name__ == "__main__":
    sys.exit(main())
