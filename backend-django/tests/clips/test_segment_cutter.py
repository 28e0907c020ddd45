"""Clips out of files: which pictures are in them, and that they play."""

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mosaic_backend.clips.application.recordings import (
    CancelledCutError,
    Cut,
    NoRecordingError,
    Stage,
)
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting.segment_cutter import SegmentCutter
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment
from mosaic_backend.clips.infrastructure.video.avc_config import config_of
from mosaic_backend.clips.infrastructure.video.fmp4_samples import inner
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.ids import new_id

from .made_footage import LEVELS, Footage, make_footage, numbers_shown, times_shown

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PLAIN = ("-c:v", "libx264", "-bf", "0")
ENCODERS = {
    "baseline": ("-c:v", "libx264", "-profile:v", "baseline"),
    "main": ("-c:v", "libx264", "-bf", "0", "-profile:v", "main"),
    "high": PLAIN,
    "with B-frames": ("-c:v", "libx264", "-bf", "2", "-b_strategy", "0"),
    "H.265": ("-c:v", "libx265", "-x265-params", "log-level=none:bframes=0", "-tag:v", "hvc1"),
}


class Patience:
    """A watch that waits."""

    def at(self, stage: Stage, share: float) -> None:
        assert 0 <= share <= 1


def cut(
    footage: Footage, first: int, until: int, target: Path, *, exact: bool, watch: object = None
) -> Cut:
    """The pictures from the one number up to the other."""
    wish = Span(footage.picture(first), footage.picture(until))
    return SegmentCutter(footage.root).cut(
        footage.camera_id,
        wish,
        target,
        exact=exact,
        watch=watch or Patience(),  # type: ignore[arg-type]
    )


def pictures(first: int, until: int) -> list[int]:
    return [number % LEVELS for number in range(first, until)]


@pytest.fixture
def footage(tmp_path: Path) -> Footage:
    return make_footage(tmp_path, new_id(), START, stream=new_id())


def test_clip_when_cut_over_files_then_from_the_key_frame_on_and_told(
    footage: Footage, tmp_path: Path
) -> None:
    target = tmp_path / "clip.mp4"
    made = cut(footage, 13, 47, target, exact=False)
    assert numbers_shown(target) == pictures(10, 47)
    assert times_shown(target) == pytest.approx([n / 10 for n in range(37)], abs=0.001)
    [piece] = made.pieces
    assert (piece.start, piece.end, piece.at_s) == (footage.picture(10), footage.picture(47), 0)
    assert (made.method, made.size_bytes) == ("copied", target.stat().st_size)


@pytest.mark.parametrize("encoder", ENCODERS.values(), ids=ENCODERS)
@pytest.mark.parametrize(("first", "until"), [(13, 47), (20, 33), (3, 7), (39, 41)])
def test_clip_when_exact_then_its_first_and_last_pictures_are_those_that_were_wished(
    tmp_path: Path, encoder: Sequence[str], first: int, until: int
) -> None:
    footage = make_footage(tmp_path, new_id(), START, encoder=encoder, stream=new_id())
    target = tmp_path / "clip.mp4"
    made = cut(footage, first, until, target, exact=True)
    assert numbers_shown(target) == pictures(first, until)
    shown = times_shown(target)
    assert shown == pytest.approx([n / 10 for n in range(until - first)], abs=0.001)
    [piece] = made.pieces
    assert (piece.start, piece.end) == (footage.picture(first), footage.picture(until))
    if "-bf" not in encoder or "0" in encoder:
        again = "encoded" if "libx265" in encoder else "smart"
        assert made.method == ("copied" if first % 10 == 0 else again)


def test_clip_when_exact_then_what_lies_between_is_copied_bit_by_bit(
    footage: Footage, tmp_path: Path
) -> None:
    """Both encoders' parameter sets stand in one decoder configuration, under different ids."""
    exact, aligned = tmp_path / "exact.mp4", tmp_path / "aligned.mp4"
    cut(footage, 13, 47, exact, exact=True)
    cut(footage, 20, 47, aligned, exact=False)
    assert _packets(exact)[-27:] == _packets(aligned)
    content = exact.read_bytes()
    moov = inner(b"\0" * 8 + content[: content.index(b"mdat") - 4], b"moov")
    config = config_of(inner(moov, b"trak", b"mdia", b"minf", b"stbl", b"stsd"))
    assert (len(config.sps), len(config.pps), len(config.used_ids)) == (2, 2, 2)


def _packets(video: Path) -> list[str]:
    told = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_data_hash", "md5"),
            *("-show_entries", "packet=data_hash", "-of", "csv=p=0", str(video)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.split()


@pytest.mark.parametrize("exact", [False, True])
def test_clip_when_it_has_sound_then_both_are_equally_long(tmp_path: Path, exact: bool) -> None:
    footage = make_footage(tmp_path, new_id(), START, sound=True, stream=new_id())
    target = tmp_path / "clip.mp4"
    cut(footage, 13, 47, target, exact=exact)
    assert numbers_shown(target) == pictures(13 if exact else 10, 47)
    lengths = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-show_entries", "stream=codec_type,duration"),
            *("-of", "csv=p=0", str(target)),
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    told = dict(line.split(",") for line in lengths)
    assert float(told["audio"]) == pytest.approx(float(told["video"]), abs=0.06)


def test_clip_when_there_is_a_gap_then_the_pieces_follow_each_other_and_are_told(
    footage: Footage, tmp_path: Path
) -> None:
    Segment.objects.filter(camera_id=footage.camera_id, number=1).delete()
    target = tmp_path / "clip.mp4"
    for exact in (False, True):
        made = cut(footage, 10, 50, target, exact=exact)
        assert numbers_shown(target) == [*pictures(10, 20), *pictures(40, 50)]
        assert times_shown(target) == pytest.approx([n / 10 for n in range(20)], abs=0.001)
        assert [(piece.start, piece.end, piece.at_s) for piece in made.pieces] == [
            (footage.picture(10), footage.picture(20), 0),
            (footage.picture(40), footage.picture(50), 1),
        ]


def test_clip_when_the_size_of_the_pictures_changes_then_it_ends_there_and_says_so(
    footage: Footage, tmp_path: Path
) -> None:
    make_footage(
        tmp_path, footage.camera_id, footage.picture(60), size="96x64", stream=new_id(), seconds=4
    )
    target = tmp_path / "clip.mp4"
    made = cut(footage, 45, 80, target, exact=True)
    assert made.changes_at == footage.picture(60)
    assert numbers_shown(target) == pictures(45, 60)
    rest = cut(footage, 60, 80, target, exact=True)
    assert (rest.changes_at, numbers_shown(target, "96x64")) == (None, pictures(0, 20))


def test_clip_when_a_file_is_half_written_then_what_is_whole_in_it_plays(
    footage: Footage, tmp_path: Path
) -> None:
    last = max((tmp_path / str(footage.camera_id)).glob("*.mp4"))
    last.write_bytes(last.read_bytes()[:-200])
    target = tmp_path / "clip.mp4"
    made = cut(footage, 30, 60, target, exact=True)
    assert numbers_shown(target) == pictures(30, 50)
    assert made.pieces[-1].end == footage.picture(50)


def test_clip_when_a_file_is_no_video_then_it_is_passed_over(
    footage: Footage, tmp_path: Path
) -> None:
    first, second, *_ = sorted((tmp_path / str(footage.camera_id)).glob("*.mp4"))
    second.write_bytes(b"\0\0\0\x10no video at all, not even boxes")
    target = tmp_path / "clip.mp4"
    cut(footage, 10, 50, target, exact=False)
    assert numbers_shown(target) == [*pictures(10, 20), *pictures(40, 50)]
    first.unlink()
    with pytest.raises(UnavailableError):
        cut(footage, 10, 50, target, exact=False)


def test_clip_when_nothing_was_recorded_then_an_error_says_so(
    footage: Footage, tmp_path: Path
) -> None:
    with pytest.raises(NoRecordingError):
        cut(footage, 200, 210, tmp_path / "clip.mp4", exact=True)


@pytest.mark.parametrize("at", ["reading", "encoding", "writing"])
def test_clip_when_cancelled_then_it_stops_there_and_nothing_but_its_target_is_left(
    footage: Footage, tmp_path: Path, at: str
) -> None:
    class Impatience:
        def at(self, stage: Stage, share: float) -> None:
            if stage == at:
                raise CancelledCutError

    target = tmp_path / "clip.mp4"
    with pytest.raises(CancelledCutError):
        cut(footage, 13, 47, target, exact=True, watch=Impatience())
    assert {path.name for path in tmp_path.iterdir()} <= {"clip.mp4", str(footage.camera_id)}


def test_positions_when_a_clip_ends_within_a_second_then_no_picture_is_lost(
    footage: Footage, tmp_path: Path
) -> None:
    """Instants between pictures: from the next one on, up to the last that begins before the end."""
    wish = Span(
        footage.picture(13) + timedelta(milliseconds=30),
        footage.picture(46) + timedelta(milliseconds=70),
    )
    target = tmp_path / "clip.mp4"
    SegmentCutter(tmp_path).cut(footage.camera_id, wish, target, exact=True, watch=Patience())
    assert numbers_shown(target) == pictures(14, 47)
