"""From facts to findings, score, sudden changes and the hours of examinations."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.domain.camera_health.changes import sudden_change
from mosaic_ai.domain.camera_health.diagnosis import (
    MOST_WITH_CRITICAL,
    WEIGHTS,
    Examination,
    diagnosed,
)
from mosaic_ai.domain.camera_health.facts import (
    ClockFacts,
    Facts,
    PictureFacts,
    PlateFacts,
    SceneFacts,
    StreamFacts,
)
from mosaic_ai.domain.camera_health.schedule import RETRY, SETTLED, Followed, is_due, last_hour

NOW = datetime(2026, 11, 26, 3, 5, tzinfo=UTC)
STREAM = StreamFacts(
    codec="h264",
    profile="Main",
    width=1920,
    height=1080,
    chroma="4:2:0",
    bit_depth=8,
    interlaced=False,
    fps=25.0,
    uneven=0.0,
    gop_s=1.0,
    longest_gop_s=1.0,
    b_frames=False,
    bitrate_bps=4_000_000,
    measured_s=8.0,
)
PICTURE = PictureFacts(
    light="day",
    blur_px=0.4,
    contrast=0.5,
    brightness=0.45,
    burnt=0.0,
    black=0.0,
    noise=1.0,
    textured=0.7,
)
SCENE = SceneFacts(
    light="day",
    reference_at=NOW - timedelta(days=3),
    likeness=0.98,
    shift=(0.0, 0.0),
    rotation_deg=0.0,
    scale=1.0,
    obstructed=0.0,
    replaced=0.05,
)
PLATES = PlateFacts(
    since=NOW, passages=40, width_px=130.0, confidence=0.97, unread=0.05, burnt=0.02
)
CLOCK = ClockFacts(behind_s=0.3, jump_s=0.02)
WELL = Facts(STREAM, PICTURE, SCENE, PLATES, CLOCK)


def examined(facts: Facts) -> Examination:
    return diagnosed(facts, at=NOW, occasion="scheduled")


def test_camera_when_all_is_well_then_nothing_is_found() -> None:
    assert examined(WELL).findings == ()
    assert examined(WELL).score == 100


@pytest.mark.parametrize(
    ("changed", "code", "severity", "change_to"),
    [
        ({"gop_s": 2.0, "longest_gop_s": 2.0}, "gop-long", "info", "50 -> 25"),
        ({"gop_s": 4.0, "longest_gop_s": 4.0}, "gop-long", "warning", "100 -> 25"),
        ({"gop_s": None, "longest_gop_s": 20.0}, "gop-long", "critical", "500 -> 25"),
        ({"longest_gop_s": 3.0}, "gop-irregular", "warning", "off"),
        ({"b_frames": True}, "b-frames", "warning", "off"),
        ({"fps": 8.0}, "fps-low", "info", "15 to 25"),
        ({"fps": 2.0}, "fps-low", "warning", "15 to 25"),
        ({"uneven": 0.2}, "fps-uneven", "warning", "bit rate"),
        ({"interlaced": True}, "interlaced", "warning", "progressive"),
        ({"bit_depth": 10}, "format-unplayable", "critical", "8 bit"),
        ({"chroma": "4:2:2"}, "format-unplayable", "critical", "4:2:0"),
        ({"codec": "hevc"}, "codec-not-everywhere", "info", "H.264"),
        ({"width": 704, "height": 576}, "resolution-low", "info", "1920x1080"),
        ({"bitrate_bps": 20_000_000}, "bitrate-high", "info", "Mbit/s"),
    ],
)
def test_stream_when_one_setting_is_wrong_then_that_is_found_with_its_mend(
    changed: dict[str, object], code: str, severity: str, change_to: str
) -> None:
    found = examined(replace(WELL, stream=replace(STREAM, **changed))).findings  # type: ignore[arg-type]
    assert [(each.code, each.severity) for each in found] == [(code, severity)]
    assert change_to in found[0].change_to


@pytest.mark.parametrize(
    ("changed", "code", "severity"),
    [
        ({"blur_px": 2.0}, "blurred", "warning"),
        ({"blur_px": 4.0}, "blurred", "critical"),
        ({"noise": 14.0}, "noisy", "info"),
        ({"brightness": 0.05, "contrast": 0.1}, "too-dark", "warning"),
        ({"brightness": 0.95, "contrast": 0.1}, "too-bright", "warning"),
        ({"contrast": 0.1}, "contrast-low", "warning"),
        ({"burnt": 0.3}, "burnt-out", "warning"),
        ({"textured": 0.01, "contrast": 0.0, "blur_px": None}, "picture-blank", "critical"),
    ],
)
def test_picture_when_it_has_a_fault_then_that_is_found(
    changed: dict[str, object], code: str, severity: str
) -> None:
    found = examined(replace(WELL, picture=replace(PICTURE, **changed))).findings  # type: ignore[arg-type]
    assert [(each.code, each.severity) for each in found] == [(code, severity)]


@pytest.mark.parametrize(
    ("changed", "code", "severity"),
    [
        ({"shift": (0.1, 0.0)}, "view-turned", "warning"),
        ({"shift": (0.2, -0.1)}, "view-turned", "critical"),
        ({"rotation_deg": 5.0}, "view-turned", "warning"),
        ({"scale": 1.2}, "view-turned", "warning"),
        ({"obstructed": 0.3}, "obstructed", "warning"),
        ({"obstructed": 0.6}, "obstructed", "critical"),
        ({"replaced": 0.7}, "view-replaced", "warning"),
        (
            {"shift": None, "rotation_deg": None, "scale": None, "replaced": 0.9},
            "view-changed",
            "critical",
        ),
        (
            {"shift": None, "rotation_deg": None, "scale": None, "obstructed": 0.9},
            "obstructed",
            "critical",
        ),
    ],
)
def test_scene_when_it_differs_then_that_is_found(
    changed: dict[str, object], code: str, severity: str
) -> None:
    found = examined(replace(WELL, scene=replace(SCENE, **changed))).findings  # type: ignore[arg-type]
    assert [(each.code, each.severity) for each in found] == [(code, severity)]


@pytest.mark.parametrize(
    ("changed", "code", "change_to"),
    [
        ({"width_px": 62.0}, "plates-small", "at least 100 px wide: now 62"),
        ({"burnt": 0.5}, "plates-glare", "1/500 s or faster"),
        ({"unread": 0.5}, "plates-unread", "1/500 s or faster"),
        ({"confidence": 0.7}, "plates-uncertain", "1/500 s or faster"),
    ],
)
def test_plates_when_they_are_badly_seen_then_the_mend_is_told(
    changed: dict[str, object], code: str, change_to: str
) -> None:
    found = examined(replace(WELL, plates=replace(PLATES, **changed))).findings  # type: ignore[arg-type]
    assert [each.code for each in found] == [code]
    assert change_to in found[0].change_to


def test_plates_when_the_picture_is_blurred_then_focus_comes_first() -> None:
    facts = replace(
        WELL,
        plates=replace(PLATES, unread=0.6),
        picture=replace(PICTURE, blur_px=2.0),
    )
    told = {each.code: each.setting for each in examined(facts).findings}
    assert told == {"blurred": "focus", "plates-unread": "focus"}


def test_plates_when_few_passed_then_nothing_is_said() -> None:
    facts = replace(WELL, plates=replace(PLATES, passages=3, width_px=20.0, unread=1.0))
    assert examined(facts).findings == ()


@pytest.mark.parametrize(
    ("clock", "code", "severity"),
    [
        (ClockFacts(-2.0, 0.0), "clock-ahead", "warning"),
        (ClockFacts(-40.0, 0.0), "clock-ahead", "critical"),
        (ClockFacts(5.0, 0.0), "clock-behind", "warning"),
        (ClockFacts(3600.0, 0.0), "clock-behind", "critical"),
        (ClockFacts(0.2, 1.5), "clock-jumps", "warning"),
    ],
)
def test_clock_when_it_differs_then_that_is_found(
    clock: ClockFacts, code: str, severity: str
) -> None:
    found = examined(replace(WELL, clock=clock)).findings
    assert [(each.code, each.severity) for each in found] == [(code, severity)]


def test_score_when_a_finding_is_critical_then_capped() -> None:
    facts = replace(WELL, stream=replace(STREAM, bit_depth=10))
    assert examined(facts).score == MOST_WITH_CRITICAL


def test_score_when_a_subject_was_not_measured_then_it_does_not_count() -> None:
    without = Facts(stream=replace(STREAM, b_frames=True))
    assert examined(without).score == 60
    assert examined(Facts()).score == 0


@given(
    st.floats(0, 10),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0.5, 60),
    st.booleans(),
    st.sampled_from(list(WEIGHTS)),
)
def test_score_whatever_was_measured_then_within_bounds_and_no_better_for_a_fault(
    blur: float, contrast: float, obstructed: float, gop_s: float, b_frames: bool, missing: str
) -> None:
    facts = Facts(
        replace(STREAM, gop_s=gop_s, longest_gop_s=gop_s, b_frames=False),
        replace(PICTURE, blur_px=blur, contrast=contrast),
        replace(SCENE, obstructed=obstructed),
        PLATES,
        CLOCK,
    )
    facts = replace(facts, **{missing: None})
    faulty = facts
    if facts.stream is not None:
        faulty = replace(facts, stream=replace(facts.stream, b_frames=b_frames))
    assert 0 <= examined(faulty).score <= examined(facts).score <= 100


def test_change_when_the_view_was_turned_then_told_once() -> None:
    before = examined(WELL)
    turned = examined(replace(WELL, scene=replace(SCENE, shift=(0.1, 0.0))))
    farther = examined(replace(WELL, scene=replace(SCENE, shift=(0.3, 0.0))))
    change = sudden_change(before, turned)
    assert change is not None
    assert (change.previous_score, change.reasons) == (100, ("view-turned",))
    assert sudden_change(turned, turned) is None
    assert sudden_change(turned, before) is None
    graver = sudden_change(turned, farther)
    assert graver is not None
    assert "view-turned" in graver.reasons


def test_change_when_the_score_falls_far_then_told_and_else_not() -> None:
    before = examined(WELL)
    blurred = examined(replace(WELL, picture=replace(PICTURE, blur_px=5.0)))
    slightly = examined(replace(WELL, stream=replace(STREAM, b_frames=True)))
    change = sudden_change(before, blurred)
    assert change is not None
    assert change.reasons == ("score-fell",)
    assert sudden_change(before, slightly) is None
    assert sudden_change(None, blurred) is None


def at(hour: int, minute: int = 0, day: int = 26) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=timezone(timedelta(hours=3)))


@pytest.mark.parametrize(
    ("now", "hour", "expected"),
    [
        (at(3, 5), 3, at(3)),
        (at(2, 59), 3, at(15, day=25)),
        (at(15), 3, at(15)),
        (at(23), 22, at(22)),
        (at(9, 59), 22, at(22, day=25)),
        (at(0), 0, at(0)),
    ],
)
def test_last_hour_when_asked_then_the_latest_of_the_two_of_a_day(
    now: datetime, hour: int, expected: datetime
) -> None:
    assert last_hour(now, hour) == expected


def test_due_when_new_then_once_it_has_settled() -> None:
    camera = Followed(since=at(10))
    assert not is_due(camera, at(10), 3)
    assert is_due(camera, at(10) + SETTLED, 3)


def test_due_when_examined_then_not_before_the_next_hour() -> None:
    camera = Followed(since=at(10), examined_at=at(10, 5), tried_at=at(10, 5))
    assert not is_due(camera, at(14, 59), 3)
    assert is_due(camera, at(15, 1), 3)


def test_due_when_it_failed_then_again_after_a_while_and_given_up_after_some_hours() -> None:
    camera = Followed(since=at(1), examined_at=at(1), tried_at=at(3, 1))
    assert not is_due(camera, at(3, 2), 3)
    assert is_due(camera, at(3, 1) + RETRY, 3)
    assert not is_due(camera, at(6, 30), 3)
