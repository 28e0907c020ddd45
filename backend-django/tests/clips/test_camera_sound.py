"""Clips of cameras with sound of the kinds that MediaMTX records, whole, exact and with a watermark."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest

from mosaic_backend.clips.application.recordings import Piece
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting.segment_cutter import SegmentCutter
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment
from mosaic_backend.clips.infrastructure.sharing.watermark import watermark
from mosaic_backend.clips.infrastructure.video.segment_file import SegmentReader
from mosaic_contracts.ids import new_id

from .conftest import eventually
from .recording_server import RecordingServer
from .test_segment_cutter import Patience

pytestmark = pytest.mark.django_db
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "0")
H265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:bframes=0")
G711 = ("-c:a", "pcm_alaw", "-ar", "8000", "-ac", "1")
RECORDED_S = 5


@pytest.mark.parametrize(
    ("encoder", "sound"),
    [(H264, G711), (H265, G711), (H264, ("-c:a", "libopus"))],
    ids=["H.264 and G.711", "H.265 and G.711", "H.264 and Opus"],
)
def test_clip_when_the_camera_has_sound_then_it_is_heard_in_all_kinds_of_clips(
    recording_server: RecordingServer,
    tmp_path: Path,
    encoder: Sequence[str],
    sound: Sequence[str],
) -> None:
    camera = new_id()
    publishing: list[subprocess.Popen[bytes]] = []

    def is_recorded() -> bool:
        # On a machine that stands still for seconds the server hangs up.
        if not publishing or publishing[-1].poll() is not None:
            publishing.append(recording_server.publish(camera, 120, encoder=encoder, sound=sound))
        looks = [SegmentReader(path).look() for path in recording_server.files_of(camera)]
        return sum(look.length_s for look in looks) >= RECORDED_S

    eventually(is_recorded)
    recording_server.stop()
    recorded = _indexed(recording_server, camera)
    wish = Span(recorded.start + (recorded.end - recorded.start) / 3, recorded.end)
    for exact in (False, True):
        clip, marked = tmp_path / f"{exact}.mp4", tmp_path / f"{exact}-marked.mp4"
        cutter = SegmentCutter(recording_server.recordings)
        made = cutter.cut(camera, wish, clip, exact=exact, watch=Patience())
        watermark(clip, marked, recipient="Ruth", pieces=made.pieces, watch=Patience())
        for video in (clip, marked):
            assert _kinds(video) == ["audio", "video"]
            assert _decoded_s(video) == pytest.approx(_shown_s(made.pieces), abs=0.5)


def _indexed(server: RecordingServer, camera: UUID) -> Span:
    looks = []
    for path in server.files_of(camera):
        look = SegmentReader(path).look()
        if look.header is None or not look.length_s:
            continue
        looks.append(look)
        Segment.objects.create(
            camera_id=camera,
            name=path.name,
            starts_at=look.starts_at,
            ends_at=look.ends_at,
            bytes=look.bytes,
            state="complete",
            stream=look.header.stream,
            number=look.header.number,
            stream_s=look.header.stream_s,
        )
    return Span(looks[0].starts_at, looks[-1].ends_at)


def _shown_s(pieces: Sequence[Piece]) -> float:
    return sum((piece.end - piece.start).total_seconds() for piece in pieces)


def _kinds(video: Path) -> list[str]:
    told = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-show_entries", "stream=codec_type"),
            *("-of", "csv=p=0", str(video)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(told.stdout.split())


def _decoded_s(video: Path) -> float:
    """How much sound is heard, decoded; asserts that nothing is said of it or of the pictures."""
    pcm = subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-xerror", "-i", str(video), "-map", "0:v:0"),
            *("-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "null", "-"),
            *("-map", "0:a:0", "-f", "s16le", "-ar", "8000", "-ac", "1", "-"),
        ],
        capture_output=True,
        check=True,
    )
    assert pcm.stderr == b""
    return len(pcm.stdout) / 16_000
