"""Reads what ffprobe prints, line by line, and measures the video."""

import re
from dataclasses import dataclass, field

from mosaic_streaming.domain.probing import ProbedTrack, ProbeOutcome, failure, reason_in

ENOUGH_S = 4.0
ENOUGH_GOPS = 2
FEWEST_PACKETS = 40
ORDER_PACKETS = 12
"""So many show whether pictures come in another order than they are shown in."""
KEPT_WORDS = 4000

# FFmpeg's names → MediaMTX's.
CODECS = {
    "h264": "H264",
    "hevc": "H265",
    "av1": "AV1",
    "vp8": "VP8",
    "vp9": "VP9",
    "mjpeg": "M-JPEG",
    "mpeg4": "MPEG-4 Video",
    "mpeg2video": "MPEG-1/2 Video",
    "aac": "MPEG-4 Audio",
    "opus": "Opus",
    "mp3": "MPEG-1/2 Audio",
    "pcm_mulaw": "G711",
    "pcm_alaw": "G711",
    "adpcm_g722": "G722",
}

# As in `  Stream #0:0: Video: h264 (High), yuv420p(progressive), 1280x720 [SAR 1:1], 25 fps`
_STREAM = re.compile(r"^\s*Stream #0:(?P<index>\d+)[^:]*: (?P<kind>Video|Audio): (?P<codec>\w+)")
_SIZE = re.compile(r"\b(?P<width>\d{2,5})x(?P<height>\d{2,5})\b")


@dataclass
class _Video:
    index: int
    times: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    packets: int = 0
    key_seen: bool = False


class Measurement:
    """Collects lines; `enough` once nothing more is needed.

    measure: rate, GOP and B-frames too. order: B-frames alone.
    """

    def __init__(self, *, measure: bool, order: bool = False) -> None:
        self._measure = measure
        self._order = order
        self._tracks: dict[int, ProbedTrack] = {}
        self._video: _Video | None = None
        self._words = ""
        self.enough = False

    def take(self, line: str) -> None:
        if line.startswith("codec_type="):
            self._take_packet(dict(part.split("=", 1) for part in line.split("|") if "=" in part))
        elif stream := _STREAM.match(line):
            self._take_stream(stream, line)
        else:
            self._words = (self._words + "\n" + line)[-KEPT_WORDS:]

    def outcome(self, *, late: bool, took_ms: int) -> ProbeOutcome:
        """late: the time ran out before the source or the measurement came to an end."""
        tracks = [self._measured(index, track) for index, track in sorted(self._tracks.items())]
        if not tracks:
            reason = reason_in(self._words)
            reason = "timeout" if late and reason == "failed" else reason
            return failure(reason, took_ms=took_ms)
        video = self._video
        if video is None:
            return failure("no-video", took_ms=took_ms, tracks=tracks)
        if not video.packets:
            return failure("timeout", took_ms=took_ms, tracks=tracks)
        if not video.key_seen:
            return failure("no-key-frame", took_ms=took_ms, tracks=tracks)
        return ProbeOutcome(ok=True, tracks=tracks, took_ms=took_ms)

    def _take_stream(self, stream: re.Match[str], line: str) -> None:
        index = int(stream["index"])
        codec = CODECS.get(stream["codec"], stream["codec"])
        size = _SIZE.search(line) if stream["kind"] == "Video" else None
        self._tracks[index] = ProbedTrack(
            codec=codec,
            width=int(size["width"]) if size else None,
            height=int(size["height"]) if size else None,
        )
        if stream["kind"] == "Video" and self._video is None:
            self._video = _Video(index)

    def _take_packet(self, packet: dict[str, str]) -> None:
        video = self._video
        if video is None:
            self.enough = bool(self._tracks)  # packets, but of no video track
            return
        if packet.get("stream_index") != str(video.index):
            return
        video.packets += 1
        is_key = packet.get("flags", "").startswith("K")
        video.key_seen = video.key_seen or is_key
        try:
            at = float(packet.get("pts_time", ""))
        except ValueError:
            at = None
        if at is not None:
            video.times.append(at)
            if is_key:
                video.keys.append(at)
        self.enough = self._has_enough(video)

    def _has_enough(self, video: _Video) -> bool:
        if not video.key_seen or not (self._measure or self._order):
            return video.key_seen
        if not self._measure:
            return len(video.times) >= ORDER_PACKETS
        span_s = max(video.times) - min(video.times) if video.times else 0.0
        gops_known = len(video.keys) > ENOUGH_GOPS and video.packets >= FEWEST_PACKETS
        return gops_known or span_s >= ENOUGH_S

    def _measured(self, index: int, track: ProbedTrack) -> ProbedTrack:
        video = self._video
        if video is None or index != video.index or len(video.times) < 2:
            return track
        span_s = max(video.times) - min(video.times)
        gops = [later - earlier for earlier, later in zip(video.keys, video.keys[1:], strict=False)]
        shown_late = any(
            later < earlier for earlier, later in zip(video.times, video.times[1:], strict=False)
        )
        if not self._measure:
            told = shown_late if self._order else None
            return track.model_copy(update={"has_b_frames": told})
        return track.model_copy(
            update={
                "fps": round((len(video.times) - 1) / span_s, 2) if span_s > 0 else None,
                "gop_s": round(sum(gops) / len(gops), 2) if gops else None,
                "has_b_frames": shown_late,
            }
        )
