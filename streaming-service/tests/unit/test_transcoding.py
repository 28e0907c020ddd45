"""What is transcoded for whom, and how many streams at once by which encoder."""

from datetime import UTC, datetime

import pytest

from mosaic_contracts.clock import ManualClock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events.types import StreamTrack
from mosaic_contracts.problems import problem_of
from mosaic_streaming.application.transcodings import (
    FAILED_FOR_S,
    RESERVED_S,
    NoEncoderError,
    Transcodings,
    TranscodingsFullError,
)
from mosaic_streaming.domain.transcoding import PREFERRED, Limits, cause_of, encoding_options

SOUND = StreamTrack(codec="MPEG-4 Audio")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def places(clock: ManualClock) -> Transcodings:
    made = Transcodings(2, clock)
    made.found(("h264_vaapi", "libx264"))
    return made


@pytest.mark.parametrize(
    ("codec", "b_frames", "plays_hevc", "by_webrtc", "cause"),
    [
        ("H264", False, False, True, None),
        ("H264", True, False, True, "b-frames"),
        ("H264", True, True, False, None),
        ("H265", False, False, True, "codec"),
        ("H265", False, False, False, "codec"),
        ("H265", True, True, True, None),
        ("AV1", False, True, False, "codec"),
        ("M-JPEG", False, True, True, "codec"),
        ("Opus", False, False, True, None),
    ],
)
def test_cause_when_a_browser_reads_then_only_what_it_cannot_play_is_one(
    codec: str,
    b_frames: bool,
    plays_hevc: bool,
    by_webrtc: bool,
    cause: str | None,
) -> None:
    asked = {"b_frames": b_frames, "plays_hevc": plays_hevc, "by_webrtc": by_webrtc}
    for tracks in ([StreamTrack(codec=codec)], [SOUND, StreamTrack(codec=codec)]):
        assert cause_of(tracks, **asked) == cause
    assert cause_of([], **asked) is None


@pytest.mark.parametrize("encoder", PREFERRED)
def test_options_when_made_for_any_encoder_then_no_b_frames_and_within_the_limits(
    encoder: str,
) -> None:
    options = encoding_options(encoder, Limits(height=720, bitrate_bps=1_500_000))  # type: ignore[arg-type]
    told = dict(zip(options[::2], options[1::2], strict=True))
    assert (told["-c:v"], told["-bf"], told["-maxrate"]) == (encoder, "0", "1500000")
    assert "min(720,ih)" in told["-vf"]
    assert told["-force_key_frames"] == "expr:gte(t,n_forced)"


def test_places_when_all_are_taken_then_others_wait_and_those_who_have_one_do_not(
    places: Transcodings,
) -> None:
    with places.place("a/h264"):
        places.reserve("b/h264")
        with pytest.raises(TranscodingsFullError) as refused:
            places.reserve("c/h264")
        assert problem_of(refused.value).status == 503
        places.reserve("a/h264")
        places.reserve("b/h264")
        with places.place("b/h264"):
            assert places.running == {"a/h264", "b/h264"}
            with pytest.raises(TranscodingsFullError), places.place("c/h264"):
                pass
        places.reserve("c/h264")
    assert not places.running


def test_places_when_a_reservation_is_not_used_then_free_again(
    places: Transcodings, clock: ManualClock
) -> None:
    places.reserve("a/h264")
    places.reserve("b/h264")
    clock.advance(RESERVED_S - 1)
    with pytest.raises(TranscodingsFullError):
        places.reserve("c/h264")
    clock.advance(2)
    places.reserve("c/h264")


def test_places_when_there_are_none_or_no_encoder_works_then_refused(clock: ManualClock) -> None:
    none = Transcodings(0, clock)
    none.found(("libx264",))
    with pytest.raises(TranscodingsFullError):
        none.reserve("a/h264")
    with pytest.raises(NoEncoderError) as refused, Transcodings(1, clock).place("a/h264"):
        pass
    assert isinstance(refused.value, UnavailableError)


def test_encoder_when_it_fails_then_left_out_for_a_while_and_software_never_is(
    places: Transcodings, clock: ManualClock
) -> None:
    assert list(places.usable()) == ["h264_vaapi", "libx264"]
    places.failed("h264_vaapi")
    places.failed("libx264")
    assert list(places.usable()) == ["libx264"]
    assert places.encoder == "libx264"
    clock.advance(FAILED_FOR_S)
    assert places.encoder == "h264_vaapi"
