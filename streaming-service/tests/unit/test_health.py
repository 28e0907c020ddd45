"""The state machine of a stream."""

from hypothesis import given
from hypothesis import strategies as st

from mosaic_contracts.events.types import StreamTrack
from mosaic_streaming.domain.health import IDLE_PROBE_S, PATIENCE_S, Observed, StreamHealth
from mosaic_streaming.domain.probing import ProbedTrack, ProbeOutcome, failure

H264 = StreamTrack(codec="H264", width=640, height=360)
GOOD = ProbeOutcome(ok=True, tracks=[ProbedTrack(codec="H264", width=640, height=360)])
READY = Observed(ready=True, readers=1, tracks=(H264,))
GONE = Observed(ready=False)


def health(*, always_on: bool = False) -> StreamHealth:
    return StreamHealth(enabled=True, always_on=always_on, now=0.0)


def told(subject: StreamHealth, now: float = 0.0) -> tuple[str, str | None]:
    condition = subject.condition(now)
    return condition.state, condition.reason


def test_new_camera_is_connecting_and_probed_at_once() -> None:
    subject = health()
    assert told(subject) == ("connecting", None)
    assert subject.probe_due(0.0)
    subject.probe_started()
    assert not subject.probe_due(100.0)


def test_disabled_camera_is_never_probed() -> None:
    subject = StreamHealth(enabled=False, always_on=False, now=0.0)
    assert told(subject) == ("disabled", None)
    assert not subject.probe_due(1e9)


def test_good_probe_makes_idle_and_is_repeated_after_a_minute() -> None:
    subject = health()
    subject.probe_started()
    subject.concluded(GOOD, 1.0)
    assert told(subject, 1.0) == ("idle", None)
    assert not subject.probe_due(IDLE_PROBE_S)
    assert subject.probe_due(1.0 + IDLE_PROBE_S)


def test_failing_probes_back_off_up_to_a_minute() -> None:
    subject = health()
    now, pauses = 0.0, []
    for _ in range(8):
        subject.probe_started()
        subject.concluded(failure("refused"), now)
        pause = next(step for step in range(1, 200) if subject.probe_due(now + step))
        pauses.append(pause)
        now += pause
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]
    assert told(subject, now) == ("error", "refused")


def test_demand_brings_the_next_look_forward_only_after_failures() -> None:
    subject = health()
    subject.probe_started()
    subject.concluded(failure("timeout"), 0.0)
    subject.wanted(0.5)
    assert subject.probe_due(0.5)
    subject.probe_started()
    subject.concluded(GOOD, 1.0)
    subject.wanted(2.0)
    assert not subject.probe_due(2.0)


def test_ready_path_is_online_once_a_key_frame_was_seen() -> None:
    subject = health()
    subject.probe_started()
    subject.observe(READY, 0.5)
    assert told(subject, 0.5) == ("connecting", None)
    subject.concluded(GOOD, 1.0)
    assert told(subject, 1.0) == ("online", None)


def test_ready_path_is_online_though_the_camera_takes_no_second_connection() -> None:
    subject = health()
    subject.probe_started()
    subject.observe(READY, 0.5)
    subject.concluded(failure("timeout"), 1.0)
    assert told(subject, 1.0) == ("online", None)


def test_ready_path_without_key_frames_is_an_error() -> None:
    subject = health()
    subject.probe_started()
    subject.observe(READY, 0.5)
    subject.concluded(failure("no-key-frame"), 1.0)
    assert told(subject, 1.0) == ("error", "no-key-frame")
    assert subject.probe_started() > 20


def test_lost_stream_is_interrupted_until_the_source_answers_again() -> None:
    subject = health()
    subject.concluded(GOOD, 0.0)
    subject.observe(READY, 1.0)
    subject.observe(GONE, 2.0)
    assert told(subject, 2.0) == ("error", "interrupted")
    assert subject.probe_due(2.0)
    subject.concluded(failure("refused"), 3.0)
    assert told(subject, 3.0) == ("error", "interrupted")
    assert "refuses" in (subject.condition(3.0).detail or "")
    subject.concluded(GOOD, 9.0)
    assert told(subject, 9.0) == ("idle", None)


def test_stream_that_nobody_reads_ends_as_idle() -> None:
    subject = health()
    subject.concluded(GOOD, 0.0)
    subject.observe(READY, 1.0)
    subject.observe(Observed(ready=True, tracks=(H264,)), 2.0)
    subject.observe(GONE, 12.0)
    assert told(subject, 12.0) == ("idle", None)


def test_restart_of_mediamtx_is_no_interruption() -> None:
    subject = health()
    subject.concluded(GOOD, 0.0)
    subject.observe(READY, 1.0)
    subject.lost_sight()
    subject.observe(GONE, 3.0)
    assert told(subject, 3.0) == ("idle", None)


def test_h265_is_a_warning_and_no_error() -> None:
    subject = health()
    subject.concluded(ProbeOutcome(ok=True, tracks=[ProbedTrack(codec="H265")]), 0.0)
    assert told(subject) == ("idle", "codec-unsupported")
    subject.observe(Observed(ready=True, readers=1, tracks=(StreamTrack(codec="H265"),)), 1.0)
    assert told(subject, 1.0) == ("online", "codec-unsupported")


def test_unread_path_that_closes_before_any_verdict_is_probed_at_once() -> None:
    subject = health()
    subject.observe(Observed(ready=True, tracks=(H264,)), 1.0)
    subject.observe(GONE, 2.0)
    assert subject.probe_due(2.0)


def test_one_probe_at_a_time() -> None:
    subject = health()
    subject.probe_started()
    subject.observe(READY, 1.0)
    subject.observe(GONE, 2.0)
    assert not subject.probe_due(100.0)
    subject.concluded(GOOD, 100.0)
    assert not subject.probe_due(100.0)


events = st.lists(
    st.tuples(
        st.sampled_from(["ready", "gone", "unread", "good", "refused", "no-key-frame", "lost"]),
        st.floats(0.1, 30),
    )
)


@given(events, st.booleans())
def test_connecting_never_lasts(steps: list[tuple[str, float]], always_on: bool) -> None:
    subject = health(always_on=always_on)
    now = 0.0
    for what, pause in steps:
        now += pause
        match what:
            case "ready":
                subject.observe(READY, now)
            case "unread":
                subject.observe(Observed(ready=True, tracks=(H264,)), now)
            case "gone":
                subject.observe(GONE, now)
            case "lost":
                subject.lost_sight()
            case "good":
                subject.concluded(GOOD, now)
            case reason:
                subject.concluded(failure(reason), now)
    if subject.condition(now).state == "connecting" and subject.probe_due(now):
        subject.probe_started()
        subject.concluded(GOOD, now)
    later = now + PATIENCE_S + 0.1
    if subject.probe_due(later):
        subject.concluded(failure("timeout"), later)
    assert subject.condition(later + PATIENCE_S).state != "connecting"
