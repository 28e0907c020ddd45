"""`python -m mosaic_ai.capture_erase --camera ID | --read ID | --plate TEXT | --before INSTANT | --all`.

Deletes pictures kept for retraining, with all that was said of them, and tells how many, also beside the service.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from uuid import UUID

from mosaic_ai.domain.captures import KeptCapture
from mosaic_ai.domain.dataset import lettered
from mosaic_ai.infrastructure.capture_arguments import instant, parser_of, store_of
from mosaic_ai.infrastructure.obstore_captures import ObstoreCaptures
from mosaic_contracts.errors import UnavailableError


def shows_read(captures: ObstoreCaptures, kept: KeptCapture, read_id: UUID) -> bool:
    capture = captures.capture(kept)
    return capture is not None and any(plate.read_id == read_id for plate in capture.plates)


def shows_plate(captures: ObstoreCaptures, kept: KeptCapture, text: str) -> bool:
    """Whether it was read so, or somebody says that it reads so."""
    capture = captures.capture(kept)
    said = [label.text for label in captures.labels(kept).values() if label.text]
    read = [plate.text for plate in capture.plates] if capture else []
    return lettered(text) in {lettered(item) for item in (*said, *read)}


def _wanted(given: argparse.Namespace, captures: ObstoreCaptures) -> Callable[[KeptCapture], bool]:
    if given.camera:
        return lambda kept: kept.camera_id == given.camera
    if given.read:
        return lambda kept: shows_read(captures, kept, given.read)
    if given.plate:
        return lambda kept: shows_plate(captures, kept, given.plate)
    if given.before:
        return lambda kept: kept.captured_at < given.before
    return lambda _: True


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_of(__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--camera", type=UUID)
    which.add_argument("--read", type=UUID)
    which.add_argument("--plate")
    which.add_argument("--before", type=instant)
    which.add_argument("--all", action="store_true")
    given = parser.parse_args(arguments)
    captures = ObstoreCaptures(store_of(parser, given))
    if given.plate is not None and not lettered(given.plate):
        parser.error("--plate has at least one letter or digit")
    wanted = _wanted(given, captures)
    count = 0
    try:
        for kept in captures.kept():
            if wanted(kept):
                captures.remove(kept)
                count += 1
    except UnavailableError as error:
        sys.stderr.write(f"{count} were deleted, then: {error.detail}\n")
        return 1
    sys.stdout.write(f"{count} were deleted\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
