"""What is wrong with the video as it is sent."""

from collections.abc import Iterator

from mosaic_ai.domain.camera_health.facts import StreamFacts
from mosaic_ai.domain.camera_health.findings import Finding, number, percent

WHOLE_SECOND_S = 1.15
"""Up to here the AI decodes key frames only, at a quarter of the cost (hls_source.LONGEST_GOP_S, measured)."""
LONG_GOP_S = 2.2
"""HLS starts at a key frame, and a segment is at least as long: 2 s is what Apple's authoring rules ask for."""
VERY_LONG_GOP_S = 8.0
"""Then a viewer without a head start waits longer than people do, and a clip's edge is off by as much."""
IRREGULAR = 1.5
"""Longest over usual key frame interval: 'smart' codecs stretch it while nothing moves."""
LOW_FPS, VERY_LOW_FPS = 10.0, 4.0
"""Moving traffic needs 5 to 10 pictures a second, as Frigate and Plate Recognizer advise."""
UNEVEN = 0.08
"""Dropped pictures: none of the well-behaved streams measured here had more than 2 % late ones."""
LOW_WIDTH = 1280
HIGH_BITS_PER_PIXEL, HIGH_BPS = 0.25, 8_000_000
"""Twice what broadcasters take for H.264 in high quality, where it is also much for a network."""

EVERYWHERE = frozenset({"h264"})


def stream_findings(facts: StreamFacts) -> Iterator[Finding]:
    yield from _key_frames(facts)
    yield from _pictures(facts)
    yield from _format(facts)
    yield from _size(facts)


def _key_frames(facts: StreamFacts) -> Iterator[Finding]:
    usual_s = facts.gop_s if facts.gop_s is not None else facts.longest_gop_s
    wanted = max(1, round(facts.fps))
    now = max(1, round(usual_s * facts.fps))
    change_to = f"key frame interval {now} -> {wanted} (1 s at {number(facts.fps)} fps)"
    if usual_s > WHOLE_SECOND_S:
        yield Finding(
            code="gop-long",
            subject="stream",
            severity="critical"
            if usual_s > VERY_LONG_GOP_S
            else "warning"
            if usual_s > LONG_GOP_S
            else "info",
            measured=number(usual_s),
            limit=number(WHOLE_SECOND_S),
            unit="s",
            affects=("live_start", "plate_reading", "playback"),
            meaning="a picture can start only at a key frame: viewers wait for it, and the AI must decode"
            " everything instead of key frames alone, at four times the cost",
            setting="key frame interval (GOP, I-frame interval)",
            change_to=change_to,
        )
    elif facts.gop_s is not None and facts.longest_gop_s > IRREGULAR * facts.gop_s:
        yield Finding(
            code="gop-irregular",
            subject="stream",
            severity="warning",
            measured=number(facts.longest_gop_s / facts.gop_s),
            limit=number(IRREGULAR),
            unit="times the usual interval",
            affects=("live_start", "plate_reading"),
            meaning="key frames come when the camera likes: segments are of uneven length and players run dry",
            setting="smart codec (H.264+, Zipstream dynamic GOP, Smart Coding)",
            change_to=f"off, with a key frame interval of {wanted} (1 s)",
        )
    if facts.b_frames:
        yield Finding(
            code="b-frames",
            subject="stream",
            severity="warning",
            measured="present",
            limit="none",
            unit="",
            affects=("live", "live_start"),
            meaning="pictures are sent out of order: WebRTC cannot carry them, so the quickest live view fails,"
            " and each waits for a later one",
            setting="B-frames",
            change_to="off (0), or profile Baseline or Main without them",
        )


def _pictures(facts: StreamFacts) -> Iterator[Finding]:
    if facts.fps < LOW_FPS:
        yield Finding(
            code="fps-low",
            subject="stream",
            severity="warning" if facts.fps < VERY_LOW_FPS else "info",
            measured=number(facts.fps),
            limit=number(LOW_FPS),
            unit="pictures a second",
            affects=("plate_reading", "watching"),
            meaning="what moves fast is seen once or never",
            setting="frame rate",
            change_to=f"{number(facts.fps)} -> 15 to 25 fps, and the key frame interval with it (1 s)",
        )
    if facts.uneven > UNEVEN:
        yield Finding(
            code="fps-uneven",
            subject="stream",
            severity="warning",
            measured=percent(facts.uneven),
            limit=percent(UNEVEN),
            unit="% of pictures late",
            affects=("live", "playback"),
            meaning="pictures are missing: the camera or its network does not keep up, or its exposure is longer"
            " than a picture lasts",
            setting="bit rate, frame rate, longest exposure",
            change_to="lower the bit rate or frame rate, exposure at most 1/fps, check cable and switch",
        )
    if facts.interlaced:
        yield Finding(
            code="interlaced",
            subject="stream",
            severity="warning",
            measured="interlaced",
            limit="progressive",
            unit="",
            affects=("plate_reading", "live"),
            meaning="each picture is two half pictures of different instants: what moves is torn into combs",
            setting="scan mode, or de-interlacing in the encoder",
            change_to="progressive",
        )


def _format(facts: StreamFacts) -> Iterator[Finding]:
    if facts.chroma not in {"4:2:0", "4:0:0"} or facts.bit_depth > 8:
        yield Finding(
            code="format-unplayable",
            subject="stream",
            severity="critical",
            measured=f"{facts.profile or facts.codec}, {facts.chroma}, {facts.bit_depth} bit",
            limit="4:2:0, 8 bit",
            unit="",
            affects=("live", "playback"),
            meaning="browsers do not decode this: live view and playback stay black",
            setting="profile and pixel format",
            change_to="profile Main (or High), 8 bit, 4:2:0",
        )
    if facts.codec not in EVERYWHERE:
        yield Finding(
            code="codec-not-everywhere",
            subject="stream",
            severity="info",
            measured=facts.codec,
            limit="h264",
            unit="",
            affects=("live", "playback"),
            meaning="not every browser plays it; where one does not, transcoding costs processor time",
            setting="codec",
            change_to="H.264, or allow transcoding for this camera",
        )


def _size(facts: StreamFacts) -> Iterator[Finding]:
    if facts.width < LOW_WIDTH:
        yield Finding(
            code="resolution-low",
            subject="stream",
            severity="info",
            measured=f"{facts.width}x{facts.height}",
            limit=f"{LOW_WIDTH} wide",
            unit="px",
            affects=("plate_reading", "watching"),
            meaning="a plate must be 100 px wide to be read well: in this picture it may be only so far away",
            setting="resolution of the main stream",
            change_to="1920x1080 or what the sensor has",
        )
    per_pixel = facts.bitrate_bps / max(1.0, facts.width * facts.height * facts.fps)
    if per_pixel > HIGH_BITS_PER_PIXEL and facts.bitrate_bps > HIGH_BPS:
        wanted_mbps = HIGH_BITS_PER_PIXEL / 2 * facts.width * facts.height * facts.fps / 1e6
        yield Finding(
            code="bitrate-high",
            subject="stream",
            severity="info",
            measured=number(facts.bitrate_bps / 1e6),
            limit=number(wanted_mbps * 2),
            unit="Mbit/s",
            affects=("playback", "live"),
            meaning="disk and network carry more than anyone can see",
            setting="bit rate",
            change_to=f"{number(wanted_mbps)} Mbit/s at most (variable)",
        )
