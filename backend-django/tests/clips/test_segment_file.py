"""The reader of recordings, on files that MediaMTX and ffmpeg made."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mosaic_backend.clips.infrastructure.video.segment_file import SegmentReader, named_instant

from .conftest import Recorded

NAME = "2026-11-20_08-30-00-250000.mp4"


def _probed_s(path: Path) -> float:
    """How long it plays, by the last packet that ffprobe finds."""
    told = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-show_entries", "packet=pts_time,duration_time"),
            *("-of", "csv=p=0", str(path)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    packets = [line.split(",") for line in told.stdout.split()]
    return max(float(packet[0]) + float(packet[1]) for packet in packets)


@pytest.fixture(scope="session")
def segment(recorded: Recorded) -> Path:
    """One of several files of MediaMTX."""
    return sorted((recorded.recordings / str(recorded.camera_id)).glob("*.mp4"))[1]


def _made_by_ffmpeg(folder: Path) -> Path:
    path = folder / NAME
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=10"),
            *("-f", "lavfi", "-i", "sine", "-t", "3", "-c:v", "libx264", "-g", "10", "-c:a", "aac"),
            *("-movflags", "frag_keyframe+empty_moov+default_base_moof", str(path)),
        ],
        check=True,
    )
    return path


def test_segment_of_mediamtx_then_its_start_its_length_and_that_it_was_closed(
    segment: Path, recorded: Recorded
) -> None:
    look = SegmentReader(segment).look()
    named = named_instant(segment.name)
    assert named is not None
    assert abs(look.starts_at - named) < timedelta(milliseconds=1)
    assert look.length_s == pytest.approx(_probed_s(segment), abs=0.01)
    assert (look.closed, look.ends_whole, look.bytes) == (True, True, segment.stat().st_size)
    assert look.header is not None
    assert (look.header.stream is not None, look.header.number) == (True, 1)


def test_segment_of_ffmpeg_then_its_start_by_its_name_and_its_length(tmp_path: Path) -> None:
    path = _made_by_ffmpeg(tmp_path)
    look = SegmentReader(path).look()
    assert look.starts_at == datetime(2026, 11, 20, 8, 30, 0, 250_000, tzinfo=UTC)
    assert look.length_s == pytest.approx(_probed_s(path), abs=0.1)
    assert look.ends_whole


def test_segment_when_it_grows_then_a_later_look_goes_on(segment: Path, tmp_path: Path) -> None:
    whole, path = segment.read_bytes(), tmp_path / NAME
    path.touch()
    reader, lengths = SegmentReader(path), [0.0]
    for end in range(1, len(whole) + 997, 997):
        path.write_bytes(whole[:end])
        lengths.append(reader.look().length_s)
    assert lengths == sorted(lengths)
    assert len(set(lengths)) > 3
    assert lengths[-1] == SegmentReader(segment).look().length_s


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.floats(0, 1), garbage=st.binary(max_size=40))
@example(cut=0.9999999999999999, garbage=b"\x00")
def test_segment_when_cut_off_anywhere_then_told_as_far_as_it_is_whole(
    segment: Path, tmp_path: Path, cut: float, garbage: bytes
) -> None:
    whole, path = segment.read_bytes(), tmp_path / NAME
    written = whole[: int(len(whole) * cut)] + garbage
    path.write_bytes(written)
    look, all_of_it = SegmentReader(path).look(), SegmentReader(segment).look()
    assert 0 <= look.length_s <= all_of_it.length_s
    # What was put behind may be what was cut off, or stand for as many bytes of a picture, which nobody checks.
    in_place = len(written) == len(whole)
    assert not look.ends_whole or cut == 1 or in_place or whole.startswith(written)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, 2000), put=st.binary(min_size=1, max_size=16))
def test_segment_when_its_boxes_are_damaged_then_nothing_is_raised(
    segment: Path, tmp_path: Path, at: int, put: bytes
) -> None:
    whole, path = segment.read_bytes(), tmp_path / NAME
    path.write_bytes(whole[:at] + put + whole[at + len(put) :])
    look = SegmentReader(path).look()
    assert 0 <= look.length_s <= 86_400
    assert look.starts_at <= look.ends_at


@pytest.mark.parametrize(
    "name",
    ["clip.mp4", "2026-02-30_08-30-00-250000.mp4", "2026-11-20_08-30-00-25.mp4", "x" + NAME],
)
def test_name_when_it_is_no_recordings_then_it_has_no_instant(name: str) -> None:
    assert named_instant(name) is None
