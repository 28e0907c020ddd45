"""Clips out of footage that is not as it should be: uneven, jumping, overlapping, with sound of another length."""

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting.segment_cutter import SegmentCutter
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment
from mosaic_contracts.ids import new_id

from .made_footage import LEVELS, Footage, make_footage, numbers_shown, times_shown
from .test_segment_cutter import Patience, cut, pictures

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
UNEVEN = (
    *("-vf", "settb=1/1000,setpts=100*N+40*mod(N\\,2)", "-fps_mode", "passthrough"),
    *("-enc_time_base", "1:1000"),
)
H264 = ("-c:v", "libx264", "-bf", "0")
H265 = ("-c:v", "libx265", "-tag:v", "hvc1", "-x265-params")


def hashes(video: Path) -> list[str]:
    """Of every picture, decoded; asserts that nothing is said of it."""
    told = subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-xerror", "-i", str(video), "-map", "0:v:0"),
            *("-fps_mode", "passthrough", "-enc_time_base", "-1"),
            *("-f", "framehash", "-hash", "md5", "-"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stderr == ""
    lines = [line for line in told.stdout.splitlines() if not line.startswith("#")]
    return [line.split(",")[-1].strip() for line in lines]


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(
    "encoder", [(*UNEVEN, *H264), (*UNEVEN, *H265, "log-level=none:bframes=0")], ids=["264", "265"]
)
def test_clip_when_pictures_come_unevenly_then_all_are_there_at_their_times(
    tmp_path: Path, encoder: Sequence[str], exact: bool
) -> None:
    footage = make_footage(tmp_path, new_id(), START, encoder=encoder, stream=new_id())
    target = tmp_path / "clip.mp4"
    cut(footage, 13, 34, target, exact=exact)
    # Odd ones are shown 40 ms late: the 13th at 1.34 s.
    first = 13 if exact else 10
    assert numbers_shown(target) == pictures(first, 34)
    at = [number / 10 + 0.04 * (number % 2) for number in range(first, 34)]
    assert times_shown(target) == pytest.approx([one - at[0] for one in at], abs=0.002)


@pytest.mark.parametrize("number", [10, 14, 19, 20])
@pytest.mark.parametrize("frames", ["0", "2"])
def test_clip_when_of_one_picture_then_that_one(tmp_path: Path, number: int, frames: str) -> None:
    encoder = ("-c:v", "libx264", "-bf", frames, "-b_strategy", "0")
    footage = make_footage(tmp_path, new_id(), START, encoder=encoder, stream=new_id())
    target = tmp_path / "clip.mp4"
    made = cut(footage, number, number + 1, target, exact=True)
    assert numbers_shown(target) == [number % LEVELS]
    assert len(hashes(target)) == 1
    assert made.pieces[0].end - made.pieces[0].start == timedelta(milliseconds=100)


def test_clip_when_copied_then_its_pictures_are_the_source_s_bit_by_bit(tmp_path: Path) -> None:
    footage = make_footage(tmp_path, new_id(), START, stream=new_id())
    target = tmp_path / "clip.mp4"
    cut(footage, 20, 60, target, exact=True)
    sources = sorted((tmp_path / str(footage.camera_id)).glob("*.mp4"))[1:]
    assert hashes(target) == [one for path in sources for one in hashes(path)]


@pytest.mark.parametrize("exact", [False, True])
def test_clip_when_leading_pictures_need_what_is_not_there_then_it_begins_with_the_key_frame(
    tmp_path: Path, exact: bool
) -> None:
    """H.265 with open groups: pictures before a key frame are decoded after it, from the group before."""
    encoder = (*H265, "log-level=none:open-gop=1:bframes=2:b-adapt=0:scenecut=0")
    footage = make_footage(
        tmp_path, new_id(), START, encoder=encoder, stream=new_id(), seconds=6, file_s=6
    )
    target = tmp_path / "clip.mp4"
    made = cut(footage, 25, 47, target, exact=exact)
    shown = numbers_shown(target)
    number = round((made.pieces[0].start - START).total_seconds() * 10)
    assert shown == pictures(number, 47)
    assert number == 25 if exact else 15 <= number <= 25
    assert hashes(target)


def _moved(footage: Footage, number: int, by: timedelta) -> None:
    """From that file on the clock was another one."""
    for segment in Segment.objects.filter(camera_id=footage.camera_id, number__gte=number):
        segment.starts_at += by
        segment.ends_at += by
        segment.save()


@pytest.mark.parametrize("exact", [False, True])
def test_clip_when_the_clock_was_set_forward_then_pieces_tell_it_and_nothing_is_lost(
    tmp_path: Path, exact: bool
) -> None:
    footage = make_footage(tmp_path, new_id(), START, stream=new_id())
    _moved(footage, 1, timedelta(seconds=30))
    target = tmp_path / "clip.mp4"
    wish = Span(footage.picture(10), footage.picture(345))
    made = SegmentCutter(tmp_path).cut(
        footage.camera_id, wish, target, exact=exact, watch=Patience()
    )
    assert numbers_shown(target) == pictures(10, 45)
    assert [(piece.start, piece.end, piece.at_s) for piece in made.pieces] == [
        (footage.picture(10), footage.picture(20), 0),
        (footage.picture(320), footage.picture(345), 1),
    ]


def test_clip_when_the_clock_was_set_back_then_what_was_taken_twice_is_there_twice(
    tmp_path: Path,
) -> None:
    footage = make_footage(tmp_path, new_id(), START, stream=new_id())
    _moved(footage, 1, timedelta(seconds=-1.5))
    target = tmp_path / "clip.mp4"
    made = cut(footage, 10, 25, target, exact=True)
    # The second file's own clock is 0.5 s at its beginning: from its key frame at 1.5 s, encoded up to 2.5 s.
    assert numbers_shown(target)[:10] == pictures(10, 20)
    first, second = made.pieces
    assert (first.start, first.end) == (footage.picture(10), footage.picture(20))
    assert (second.end, second.at_s) == (footage.picture(25), 1)
    assert numbers_shown(target)[10:] == pictures(40, 40) + pictures(
        20 + round((second.start - footage.picture(5)).total_seconds() * 10), 40
    )


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("sound_s", [0.7, 3.5])
def test_clip_when_sound_is_shorter_or_longer_than_the_pictures_then_both_play(
    tmp_path: Path, sound_s: float, exact: bool
) -> None:
    camera = new_id()
    for number in range(2):
        # Files of which the second does not follow: the first one's sound must not push its own away.
        begins = START + timedelta(seconds=10 * number)
        make_footage(tmp_path, camera, begins, seconds=2, stream=new_id())
        path = tmp_path / str(camera) / f"{begins:%Y-%m-%d_%H-%M-%S-%f}.mp4"
        _with_sound(path, sound_s)
    target = tmp_path / "clip.mp4"
    wish = Span(START, START + timedelta(seconds=12))
    made = SegmentCutter(tmp_path).cut(camera, wish, target, exact=exact, watch=Patience())
    assert numbers_shown(target) == pictures(0, 20) * 2
    last = made.pieces[-1]
    heard = _times_heard(target)
    assert heard == sorted(set(heard))
    gap = [one for one in heard if sound_s + 0.1 < one < 1.95]
    assert not gap
    assert max(heard) < last.at_s + (last.end - last.start).total_seconds()
    assert any(last.at_s <= one < last.at_s + 0.1 for one in heard)


def _with_sound(path: Path, seconds: float) -> None:
    silent = path.rename(path.with_suffix(".silent"))
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-i", str(silent), "-f", "lavfi", "-t", str(seconds)),
            *("-i", "sine=sample_rate=48000", "-c:v", "copy", "-c:a", "aac", "-f", "mp4"),
            *("-movflags", "+frag_keyframe+empty_moov+default_base_moof", str(path)),
        ],
        check=True,
    )
    silent.unlink()


def _times_heard(video: Path) -> list[float]:
    told = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-select_streams", "a:0"),
            *("-show_entries", "packet=pts_time", "-of", "csv=p=0", str(video)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stderr == ""
    return [float(line.strip().rstrip(",")) for line in told.stdout.split()]
