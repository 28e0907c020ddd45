"""What ffprobe prints, as found in its output on real sources."""

from collections.abc import Sequence

import pytest

from mosaic_streaming.infrastructure.ffprobe_output import Measurement

VIDEO = (
    "  Stream #0:0: Video: h264 (Constrained Baseline), yuv420p(progressive), 640x360"
    " [SAR 1:1 DAR 16:9], 25 fps, 25 tbr, 90k tbn"
)
AUDIO = "  Stream #0:1: Audio: aac (LC), 48000 Hz, stereo, fltp"


def packet(at: float, *, key: bool = False, index: int = 0, kind: str = "video") -> str:
    return f"codec_type={kind}|stream_index={index}|pts_time={at}|flags={'K_' if key else '__'}"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("[tcp @ 0x5] Connection to tcp://10.0.0.1:1 failed: Connection refused", "refused"),
        ("[rtsp @ 0x5] method DESCRIBE failed: 401 Unauthorized", "unauthorized"),
        ("[rtsp @ 0x5] method DESCRIBE failed: 404 Not Found", "not-found"),
        ("rtsp://***@x/: Connection timed out", "timeout"),
        ("Failed to resolve hostname x: Name or service not known", "unreachable"),
        ("rtsp://x/: No route to host", "unreachable"),
        ("rtsp://x/: Invalid data found when processing input", "failed"),
    ],
)
def test_words_of_a_failure_become_its_reason(words: str, reason: str) -> None:
    measurement = Measurement(measure=False)
    measurement.take(words)
    outcome = measurement.outcome(late=False, took_ms=5)
    assert (outcome.ok, outcome.reason) == (False, reason)
    assert outcome.detail
    assert outcome.took_ms == 5


def test_first_key_frame_is_enough_when_nothing_is_measured() -> None:
    measurement = Measurement(measure=False)
    measurement.take(VIDEO)
    measurement.take(packet(0.1))
    assert not measurement.enough
    measurement.take(packet(0.2, key=True))
    assert measurement.enough
    outcome = measurement.outcome(late=False, took_ms=1)
    assert outcome.ok
    assert (outcome.tracks[0].codec, outcome.tracks[0].width) == ("H264", 640)


def test_rate_gop_and_b_frames_are_measured() -> None:
    measurement = Measurement(measure=True)
    measurement.take(VIDEO)
    measurement.take(AUDIO)
    number = 0
    while not measurement.enough:
        measurement.take(packet(number * 0.04, key=number % 25 == 0))
        measurement.take(packet(number * 0.02, index=1, kind="audio"))
        number += 1
    video, audio = measurement.outcome(late=False, took_ms=1).tracks
    assert video.fps == pytest.approx(25, abs=0.1)
    assert video.gop_s == pytest.approx(1.0)
    assert video.has_b_frames is False
    assert audio.codec == "MPEG-4 Audio"
    assert number < 60


def test_frames_shown_out_of_order_are_b_frames() -> None:
    measurement = Measurement(measure=True)
    measurement.take(VIDEO)
    for at in (0.0, 0.12, 0.04, 0.08, 0.24, 0.16, 0.20):
        measurement.take(packet(at, key=at == 0.0))
    assert measurement.outcome(late=True, took_ms=1).tracks[0].has_b_frames is True


def test_packets_without_a_key_frame_and_tracks_without_video_are_told() -> None:
    measurement = Measurement(measure=False)
    measurement.take(VIDEO)
    measurement.take(packet(0.1))
    assert measurement.outcome(late=True, took_ms=1).reason == "no-key-frame"
    audio_only = Measurement(measure=False)
    audio_only.take(AUDIO)
    audio_only.take(packet(0.1, index=1, kind="audio"))
    assert audio_only.enough
    assert audio_only.outcome(late=False, took_ms=1).reason == "no-video"


@pytest.mark.parametrize("order", [(0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10), range(12)])
def test_b_frames_alone_are_told_by_the_order_of_a_dozen_pictures(order: Sequence[int]) -> None:
    measurement = Measurement(measure=False, order=True)
    measurement.take(VIDEO)
    for number, at in enumerate(order):
        assert not measurement.enough
        measurement.take(packet(at / 25, key=number == 0))
    assert measurement.enough
    (track,) = measurement.outcome(late=False, took_ms=1).tracks
    assert track.has_b_frames is (list(order) != sorted(order))
    assert (track.fps, track.gop_s) == (None, None)
