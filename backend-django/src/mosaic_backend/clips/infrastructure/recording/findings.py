"""What a check of the recordings tells."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Finding:
    """kind: as docs/guide/recordings.md has them, such as no-row, hash, sealed, chain.

    mended: nothing is left to do about it.
    """

    kind: str
    camera: UUID | None
    name: str
    detail: str
    mended: bool = False
