"""What corrections teach of cameras, in PostgreSQL."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from mosaic_backend.detections.domain.beliefs import Counts, confusions
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.infrastructure.models import ConfusionCount

_ADD = (
    "INSERT INTO detections_confusioncount AS known (camera_id, read_glyph, true_glyph, number)"
    " VALUES (%s, %s, %s, %s) ON CONFLICT (camera_id, read_glyph, true_glyph)"
    " DO UPDATE SET number = known.number + EXCLUDED.number"
)


class DatabaseLessons:
    """Adapter of `Lessons`."""

    def of(self, cameras: Set[UUID]) -> Mapping[UUID, Counts]:
        counts: defaultdict[UUID, dict[tuple[str, str], int]] = defaultdict(dict)
        if cameras:
            # As one parameter: Django takes a while over each of hundreds.
            among = RawSQL("camera_id = ANY(%s)", [list(cameras)], output_field=BooleanField())
            rows = ConfusionCount.objects.filter(among, number__gt=0)
            for camera, read, true, number in rows.values_list(
                "camera_id", "read_glyph", "true_glyph", "number"
            ):
                counts[camera][read, true] = number
        return counts


def learn(camera_id: UUID, read_text: str, text: str, times: int = 1) -> None:
    """times -1: forgets it again. In the caller's transaction."""
    pairs = Counter(confusions(fold(read_text), fold(text)))
    # Sorted, so that two writers wait for each other instead of deadlocking.
    rows = [(camera_id, *pair, times * number) for pair, number in sorted(pairs.items())]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)
