"""Internal HTTP: the cameras as they should be."""

from collections.abc import Callable
from threading import Lock

from django.db import transaction
from django.db.models import Count, Max
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from mosaic_backend.cameras.domain.recording import mode_in
from mosaic_backend.cameras.infrastructure.camera_store import ai_of, live_of, recording_of
from mosaic_backend.cameras.infrastructure.desired_texts import DesiredTexts
from mosaic_backend.cameras.infrastructure.models import CameraRevision, CameraRow
from mosaic_backend.cameras.infrastructure.schedule_times import ScheduleTimes, time_zone_of
from mosaic_backend.shared.http.internal import InternalView
from mosaic_backend.shared.http.preconditions import etag_of
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCamera, RecordingSettings

WAIT_S = 3.0


class Bodies:
    """The last body that was made, and one at a time.

    Who asks gives up after some seconds, and asks again, while decrypting 100,000 addresses takes half a minute:
    without this each of them takes a connection for work that nobody waits for, until none is left.
    """

    def __init__(self) -> None:
        self._making = Lock()
        self._last: tuple[object, str] = (None, "")

    def body(self, etag: str, make: Callable[[], str]) -> str:
        """Raises UnavailableError while another one is being made."""
        if not self._making.acquire(timeout=WAIT_S):
            raise UnavailableError("the list of cameras is being made; ask again")
        try:
            # A database that was put back may have come to the same revision with other cameras.
            told = CameraRow.objects.aggregate(last=Max("changed_at"), count=Count("id"))
            key = (etag, told["last"], told["count"])
            if self._last[0] != key:
                self._last = (key, make())
            return self._last[1]
        finally:
            self._making.release()


bodies = Bodies()
texts = DesiredTexts()


class DesiredCamerasView(InternalView):
    def get(self, request: Request) -> HttpResponse:
        """All cameras with their credentials; 304 while nothing has changed."""
        with transaction.atomic():
            revision = CameraRevision.objects.values_list("value", flat=True).first() or 0
            times = ScheduleTimes(timezone.now())
            fingerprint = times.fingerprint()
            etag = f'"{revision}-{fingerprint}"' if fingerprint else etag_of(revision)
            if request.headers.get("If-None-Match") == etag:
                return HttpResponse(status=304, headers={"ETag": etag})
        return HttpResponse(
            bodies.body(etag, lambda: _body(revision, times)),
            content_type="application/json",
            headers={"ETag": etag, "Cache-Control": "no-store"},
        )


def _body(revision: int, times: ScheduleTimes) -> str:
    return f'{{"items":{texts.items(times, _desired)},"revision":{revision}}}'


def _desired(row: CameraRow, times: ScheduleTimes) -> DesiredCamera:
    zone = time_zone_of(row)
    recording, ai = recording_of(row), ai_of(row)
    modes = {
        mode_in(recording, scheduled=scheduled)
        for scheduled in times.moments(row.recording_schedule_id, zone)
    }
    # Recorded whole, on events too: what nothing was seen in goes later.
    recorded = "off" if modes == {"off"} else "continuous"
    recording = RecordingSettings(mode=recorded, retention_days=recording.retention_days)
    if not times.in_force(row.ai_schedule_id, zone):
        ai = ai.model_copy(update={"enabled": False})
    return DesiredCamera(
        id=row.id,
        name=row.name,
        source_url=row.source_url,
        sub_url=row.sub_url or None,
        enabled=row.enabled,
        group_id=row.group_id,
        recording=recording,
        ai=ai,
        live=live_of(row),
        revision=row.revision,
    )
