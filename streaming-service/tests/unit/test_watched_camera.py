"""What is told of a camera whose streams go different ways."""

from datetime import UTC, datetime, timedelta

from mosaic_contracts.internal_api import DesiredCamera
from mosaic_streaming.application.watched_camera import WatchedCamera
from mosaic_streaming.domain.paths import StreamName
from mosaic_streaming.domain.probing import ProbedTrack, ProbeOutcome, failure

from .test_paths import camera

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = NOW + timedelta(seconds=7)
GOOD = ProbeOutcome(ok=True, tracks=[ProbedTrack(codec="H264", width=640, height=360)])
SUB = "rtsp://10.0.0.1/b"


def watched(made: DesiredCamera, *, resumed: bool = False) -> WatchedCamera:
    return WatchedCamera(made, 0.0, resumed=resumed)


def conclude(subject: WatchedCamera, stream: StreamName, outcome: ProbeOutcome) -> None:
    subject.streams[stream].health.concluded(outcome, 1.0)


def test_sub_stream_when_it_fails_then_told_and_the_main_one_stays_as_it_was() -> None:
    subject = watched(camera(sub=SUB))
    subject.news(0.0, NOW)
    conclude(subject, "main", GOOD)
    fine = subject.news(1.0, NOW)
    assert fine
    assert fine.sub
    assert (fine.state, fine.sub.state) == ("idle", "connecting")
    conclude(subject, "sub", failure("unauthorized"))
    news = subject.news(2.0, LATER)
    assert news
    assert news.sub
    assert (news.sub.state, news.sub.reason, news.sub.changed_at) == (
        "error",
        "unauthorized",
        LATER,
    )
    assert news.model_copy(update={"sub": fine.sub}) == fine
    assert subject.news(2.0, LATER) is None


def test_main_stream_when_it_fails_then_the_sub_one_stays_as_it_was() -> None:
    subject = watched(camera(sub=SUB))
    for stream in ("main", "sub"):
        conclude(subject, stream, GOOD)
    fine = subject.news(1.0, NOW)
    conclude(subject, "main", failure("refused"))
    news = subject.news(2.0, LATER)
    assert fine
    assert news
    assert (news.state, news.reason, news.changed_at) == ("error", "refused", LATER)
    assert news.sub == fine.sub


def test_camera_without_a_sub_stream_when_told_then_none_and_one_that_is_added_or_dropped_is_news() -> (
    None
):
    subject = watched(camera())
    first = subject.news(0.0, NOW)
    assert first
    assert first.sub is None
    subject.follow(camera(sub=SUB), 1.0)
    added = subject.news(1.0, LATER)
    assert added
    assert added.sub
    assert (added.sub.state, added.changed_at) == ("connecting", NOW)
    subject.follow(camera(), 2.0)
    assert subject.news(2.0, LATER) == first


def test_streams_when_one_address_changes_then_only_that_one_begins_anew() -> None:
    subject = watched(camera(sub=SUB))
    for stream in ("main", "sub"):
        conclude(subject, stream, GOOD)
    subject.news(1.0, NOW)
    subject.follow(camera(sub="rtsp://10.0.0.1/c"), 2.0)
    news = subject.news(2.0, LATER)
    assert news
    assert news.sub
    assert (news.state, news.changed_at, news.sub.state) == ("idle", NOW, "connecting")
    subject.follow(camera(sub="rtsp://10.0.0.1/c", mode="continuous"), 3.0)
    recorded = subject.news(3.0, LATER)
    assert recorded
    assert (recorded.state, recorded.sub) == ("connecting", news.sub)
    subject.follow(camera(sub="rtsp://10.0.0.1/c", enabled=False), 4.0)
    off = subject.news(4.0, LATER)
    assert off
    assert off.sub
    assert (off.state, off.sub.state) == ("disabled", "disabled")


def test_resumed_camera_when_only_its_sub_stream_is_known_then_nothing_is_told_yet() -> None:
    subject = watched(camera(sub=SUB), resumed=True)
    assert subject.news(0.0, NOW) is None
    conclude(subject, "sub", GOOD)
    assert subject.news(1.0, NOW) is None
    conclude(subject, "main", GOOD)
    news = subject.news(1.0, NOW)
    assert news
    assert news.sub
    assert (news.state, news.sub.state) == ("idle", "idle")
