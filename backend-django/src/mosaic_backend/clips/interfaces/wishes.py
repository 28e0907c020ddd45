"""What is looked at before a clip is taken on."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from uuid import UUID

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera_names, visible_cameras
from mosaic_backend.clips.application.recordings import NoRecordingError
from mosaic_backend.clips.domain.ledger import Stretch
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting.clip_queue import request_clips
from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_backend.clips.infrastructure.recording.ledger_store import stretches
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Principal, Verb

_TOLD = 5


def wished_clips(
    principal: Principal, cameras: Mapping[str, UUID], given: Mapping[str, Any]
) -> list[Clip]:
    """Stores and audits. cameras: by the pointer in the request's body.

    Raises InvalidInputError for a camera that is none of the asker's, NoRecordingError where the ledger knows that
    there is nothing of any of them, TooManyClipsError.
    """
    visible = visible_cameras(principal, Verb.EXPORT)
    known = camera_names(set(cameras.values()))
    for pointer, camera in cameras.items():
        if camera not in visible or camera not in known:
            raise InvalidInputError("there is no such camera", pointer=pointer)
    wish = Span(given["from"], given["to"])
    found = stretches(cameras.values(), wish.start, wish.end)
    if all(_has_nothing(each, wish) for each in found.values()):
        raise NoRecordingError(_told(next(iter(found.values())), wish))
    clips = request_clips(
        list(cameras.values()),
        wish,
        requester_id=principal.user_id,
        requested_by=principal.username,
        title=given.get("title", "").strip(),
        exact=given.get("exact", False),
    )
    for clip in clips:
        details = {"camera": clip.camera_id, "from": wish.start, "to": wish.end}
        record(principal, "clip.requested", f"clip:{clip.id}", details)
    return clips


def _has_nothing(found: list[Stretch], wish: Span) -> bool:
    """Whether all of the wish is known, and nothing of it was recorded."""
    if not found or found[0].start > wish.start or found[-1].end < wish.end:
        return False
    touching = all(one.end == two.start for one, two in pairwise(found))
    return touching and all(each.kind != "recorded" for each in found)


def _told(found: list[Stretch], wish: Span) -> str:
    gaps = [
        f"{max(one.start, wish.start):%Y-%m-%d %H:%M:%S} to {min(one.end, wish.end):%H:%M:%S} UTC "
        f"{one.kind} ({one.cause})"
        for one in found[:_TOLD]
    ]
    return f"nothing was recorded in that time: {'; '.join(gaps)}"
