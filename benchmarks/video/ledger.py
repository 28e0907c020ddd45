"""Makes cameras whose ledger goes back 30 days: some recorded without a gap, as many with 24 gaps a day each."""

import json
import sys
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.db import connection  # noqa: E402

from mosaic_backend.cameras.infrastructure.models import CameraRow  # noqa: E402
from mosaic_backend.clips.infrastructure.models import LedgerSpan  # noqa: E402
from mosaic_contracts.ids import new_id  # noqa: E402

DAYS = 30
HOUR = timedelta(hours=1)
GAP = timedelta(minutes=2)


def main(cameras: int) -> None:
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=250_000)
    start = end - timedelta(days=DAYS)
    kinds = {
        kind: [_camera(f"{kind} {n:02}") for n in range(cameras)]
        for kind in ("continuous", "gappy")
    }
    rows = [
        LedgerSpan(camera_id=camera, starts_at=start, ends_at=end, kind="recorded")
        for camera in kinds["continuous"]
    ]
    for camera in kinds["gappy"]:
        for hour in range(DAYS * 24):
            at = start + hour * HOUR
            told = {"camera_id": camera, "starts_at": at, "ends_at": at + HOUR - GAP}
            gap = {"camera_id": camera, "starts_at": at + HOUR - GAP, "ends_at": at + HOUR}
            rows.append(LedgerSpan(**told, kind="recorded"))
            rows.append(LedgerSpan(**gap, kind="missing", cause="camera-offline"))
    LedgerSpan.objects.bulk_create(rows, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE clips_span")
    ids = {kind: [str(camera) for camera in made] for kind, made in kinds.items()}
    print(json.dumps({**ids, "from": start.isoformat(), "to": end.isoformat()}))


def _camera(name: str) -> object:
    key = new_id()
    address = "rtsp://10.0.0.1/1"
    CameraRow.objects.create(
        id=key, name=name, source_url=address, source_address=address, revision=1
    )
    return key


if __name__ == "__main__":
    main(int(sys.argv[1]))
