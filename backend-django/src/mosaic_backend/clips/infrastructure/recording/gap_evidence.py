"""Gathers what explains gaps, for all cameras at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.cameras.facade import status_changes
from mosaic_backend.clips.domain.causes import Evidence, Timeline
from mosaic_backend.clips.infrastructure.recording.recording_facts import timelines
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment, SegmentState

Gap = tuple[datetime, datetime]
NEXT_TO = timedelta(seconds=2)
_AGREE = 3.0
"""Seconds by which clock and stream may differ: MediaMTX begins anew at five."""
_LONGEST_S = 60.0


def evidence_of(gaps: Mapping[UUID, Sequence[Gap]]) -> dict[tuple[UUID, Gap], Evidence]:
    since = min(start for some in gaps.values() for start, _ in some)
    facts = timelines(list(gaps), since)
    statuses = status_changes(list(gaps), since)
    found = {}
    for camera_id, some in gaps.items():
        for gap in some:
            before, after = _around(camera_id, gap)
            went_on, jumped = _continued(before, after)
            found[camera_id, gap] = Evidence(
                wishes=_wishes(facts.get(("wish", camera_id), ())),
                statuses=statuses[camera_id],
                disk=facts.get(("disk", None), ()),
                server=facts.get(("server", None), ()),
                machine=facts.get(("machine", None), ()),
                died=before is not None and before.state == SegmentState.HALF,
                went_on=went_on,
                jumped=jumped,
                ended=_ended(before, after) and not went_on and not jumped,
            )
    return found


def _wishes(told: Timeline) -> Timeline:
    """What is recorded on events is recorded: no change between the two."""
    found: list[tuple[datetime, str]] = []
    for at, told_wish in told:
        wish = "on" if told_wish == "event" else told_wish
        if not found or found[-1][1] != wish:
            found.append((at, wish))
    return found


def _around(camera_id: UUID, gap: Gap) -> tuple[Segment | None, Segment | None]:
    """The files that the gap lies between, where it reaches to them."""
    rows = Segment.objects.filter(camera_id=camera_id)
    start, end = gap
    before = rows.filter(starts_at__lt=start).order_by("-starts_at").first()
    after = rows.filter(starts_at__gte=end - NEXT_TO).order_by("starts_at").first()
    if before and start - before.ends_at > NEXT_TO:
        before = None
    if after and after.starts_at - end > NEXT_TO:
        after = None
    return before, after


def _continued(before: Segment | None, after: Segment | None) -> tuple[bool, bool]:
    """Whether the same connection went on from one to the other, and whether the clock jumped meanwhile."""
    if before is None or after is None or before.stream is None or after.stream is None:
        return False, False
    length_s = (before.ends_at - before.starts_at).total_seconds()
    by_stream = after.stream_s - before.stream_s - length_s
    by_clock = (after.starts_at - before.ends_at).total_seconds()
    if not -1.0 <= by_stream <= _LONGEST_S or after.stream_s < _AGREE:
        return False, False
    jumped = by_clock - by_stream > _AGREE
    return not jumped and abs(by_clock - by_stream) <= _AGREE, jumped


def _ended(before: Segment | None, after: Segment | None) -> bool:
    if before is None or after is None:
        return False
    return before.state == SegmentState.COMPLETE and before.stream != after.stream
