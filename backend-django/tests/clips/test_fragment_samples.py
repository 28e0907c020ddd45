"""The reader of fragments, on boxes built here, on files that ffmpeg made, and on both when they are damaged."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mosaic_backend.clips.infrastructure.video.fmp4_boxes import DamagedFileError, header_of
from mosaic_backend.clips.infrastructure.video.fmp4_samples import Media, read_media
from mosaic_backend.clips.infrastructure.video.fragment_samples import (
    MOST_SAMPLES,
    NOT_SYNC,
    Defaults,
    end_of,
    runs_of,
)
from mosaic_backend.clips.infrastructure.video.mp4_tables import box
from mosaic_backend.clips.infrastructure.video.segment_file import SegmentReader

NAME = "2026-11-20_08-30-00-250000.mp4"
ROW = st.tuples(
    st.integers(0, 5000), st.integers(0, 90_000), st.booleans(), st.integers(-4000, 4000)
)


def _trun(rows: list[tuple[int, int, bool, int]], told: int, offset: int) -> bytes:
    """With the columns that `told` names."""
    content = pack(">BxHIi", 1, told, len(rows), offset)
    for duration, size, key, shift in rows:
        content += pack(">I", duration) if told & 0x100 else b""
        content += pack(">I", size) if told & 0x200 else b""
        content += pack(">I", 0 if key else NOT_SYNC) if told & 0x400 else b""
        content += pack(">i", shift) if told & 0x800 else b""
    return box(b"trun", content)


def _moof(track: int, clock: int, *truns: bytes) -> bytes:
    tfhd = box(b"tfhd", pack(">II", 0x20000, track))
    return box(b"moof", box(b"traf", tfhd, box(b"tfdt", pack(">IQ", 1 << 24, clock)), *truns))


@given(
    rows=st.lists(ROW, max_size=30),
    columns=st.integers(0, 15),
    clock=st.integers(0, 1 << 60),
    offset=st.integers(0, 1 << 30),
)
def test_run_when_it_has_some_columns_then_the_others_are_of_the_track(
    rows: list[tuple[int, int, bool, int]], columns: int, clock: int, offset: int
) -> None:
    told = 0x1 | columns << 8
    given_of = Defaults(duration=40, size=700, flags=NOT_SYNC)
    [run] = runs_of(_moof(7, clock, _trun(rows, told, offset)), 1000, {7: given_of})
    samples, at, place = run.samples(3), clock, 1000 + offset
    assert len(samples) == len(rows)
    for sample, (duration, size, key, shift) in zip(samples, rows, strict=True):
        lasts, bytes_ = duration if told & 0x100 else 40, size if told & 0x200 else 700
        assert (sample.source, sample.dts, sample.duration) == (3, at, lasts)
        assert (sample.offset, sample.size) == (place, bytes_)
        assert sample.key == (bool(told & 0x400) and key)
        assert sample.pts == at + (shift if told & 0x800 else 0)
        at, place = at + lasts, place + bytes_
    assert (run.until, run.ends) == (at, place)


def test_run_when_it_says_not_where_then_behind_the_one_before() -> None:
    silent = box(b"trun", pack(">III", 0x204, 2, 0) + pack(">II", 30, 40))
    moof = _moof(1, 100, _trun([(10, 50, True, 0)], 0x301, 64), silent)
    first, second = runs_of(moof, 0, {1: Defaults(duration=5, flags=NOT_SYNC)})
    assert (first.offset, second.offset, second.clock) == (64, 114, 110)
    # The flags of its first sample stand apart.
    assert [one.key for one in second.samples(0)] == [True, False]


@pytest.mark.parametrize("count", [MOST_SAMPLES + 1, (1 << 32) - 1])
def test_run_when_it_claims_more_samples_than_there_can_be_then_damaged(count: int) -> None:
    claim = box(b"trun", pack(">II", 0, count))
    with pytest.raises(DamagedFileError):
        runs_of(_moof(1, 0, claim), 0, {1: Defaults(duration=1)})
    half = box(b"trun", pack(">II", 0, MOST_SAMPLES // 2 + 1))
    with pytest.raises(DamagedFileError):
        runs_of(_moof(1, 0, half, half), 0, {1: Defaults(duration=1)})


def test_run_when_its_samples_lie_before_the_file_then_damaged() -> None:
    with pytest.raises(DamagedFileError):
        runs_of(_moof(1, 0, _trun([(1, 1, True, 0)], 0xF01, -9)), 8, {1: Defaults()})


def _made(folder: Path, *options: str) -> Path:
    path = folder / NAME
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=10"),
            *("-f", "lavfi", "-i", "sine", "-t", "3", "-c:v", "libx264", "-g", "10", "-c:a", "aac"),
            *(*options, "-movflags", "frag_keyframe+empty_moov+default_base_moof", str(path)),
        ],
        check=True,
    )
    return path


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("film"), "-bf", "2", "-b_strategy", "0")


def _probed(path: Path, stream: str) -> list[tuple[int, int, int, int, bool]]:
    told = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-ignore_editlist", "1", "-select_streams", stream),
            *("-show_entries", "packet=pos,size,dts,pts,flags", "-of", "csv=p=0", str(path)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split(",") for line in told.stdout.split()]
    return [(int(row[3]), int(row[2]), int(row[1]), int(row[0]), "K" in row[4]) for row in rows]


def test_samples_of_a_film_then_those_that_ffprobe_finds(film: Path) -> None:
    media = read_media(film, 0)
    for number, stream in ((1, "v:0"), (2, "a:0")):
        found = media.samples[number]
        probed = _probed(film, stream)
        # What is decoded first is at zero here; ffprobe counts from what is shown first.
        shift = found[0].pts - probed[0][3]
        assert [(one.offset, one.size, one.pts - shift, one.key) for one in found] == [
            (pos, size, pts, key) for pos, size, _, pts, key in probed
        ]


def _damaged(whole: bytes, cut: float, changes: list[tuple[float, bytes]]) -> bytes:
    content = bytearray(whole[: max(int(len(whole) * cut), 1)])
    for at, put in changes:
        place = int(at * len(content))
        content[place : place + len(put)] = put[: len(content) - place]
    return bytes(content)


CUT = st.one_of(st.just(1.0), st.floats(0, 1))
# Counts and lengths that are far too large are what a reader falls over.
PUT = st.one_of(
    st.binary(min_size=1, max_size=4), st.sampled_from([b"\xff" * 4, b"\x7f\xff", b"\0" * 8])
)
CHANGES = st.lists(st.tuples(st.floats(0, 0.999), PUT), max_size=6)
DAMAGING = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _boxes_of(film: Path) -> tuple[bytes, bytes]:
    """The `moov` and the first `moof`."""
    content = film.read_bytes()
    at = [content.index(kind) - 4 for kind in (b"moov", b"moof", b"mdat")]
    return content[at[0] : at[1]], content[at[1] : at[2]]


def _tried(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except DamagedFileError:
        return None


@DAMAGING
@given(cut=CUT, changes=CHANGES)
def test_fragment_when_damaged_then_told_so_and_never_more_samples_than_allowed(
    film: Path, cut: float, changes: list[tuple[float, bytes]]
) -> None:
    moov, moof = _boxes_of(film)
    damaged = _damaged(moof, cut, changes)
    runs = _tried(lambda: runs_of(damaged, 5000, {1: Defaults(1, 1, 0)})) or []
    assert sum(len(run.samples(0)) for run in runs) <= MOST_SAMPLES
    assert all(run.offset >= 0 for run in runs)
    end_s = _tried(lambda: end_of(damaged, header_of(moov)))
    assert end_s is None or end_s >= 0


@DAMAGING
@given(cut=CUT, changes=CHANGES)
def test_header_when_damaged_then_told_so(
    film: Path, cut: float, changes: list[tuple[float, bytes]]
) -> None:
    moov, _ = _boxes_of(film)
    header = _tried(lambda: header_of(_damaged(moov, cut, changes)))
    assert header is None or all(header.timescales.values())


@DAMAGING
@given(cut=CUT, changes=CHANGES)
def test_file_when_damaged_then_what_is_told_lies_within_it(
    film: Path, tmp_path: Path, cut: float, changes: list[tuple[float, bytes]]
) -> None:
    path = tmp_path / NAME
    path.write_bytes(_damaged(film.read_bytes(), cut, changes))
    size = path.stat().st_size
    media: Media | None = _tried(lambda: read_media(path, 0))
    for samples in media.samples.values() if media else ():
        assert all(one.offset >= 0 and one.offset + one.size <= size for one in samples)
    assert 0 <= SegmentReader(path).look().length_s <= 86_400


def test_file_when_its_boxes_lie_in_one_another_without_end_then_it_shows_nothing(
    tmp_path: Path,
) -> None:
    nested = b""
    for _ in range(3000):
        nested = box(b"trak", nested)
    path = tmp_path / NAME
    path.write_bytes(box(b"moov", nested) + box(b"moof") + box(b"mdat"))
    assert SegmentReader(path).look().length_s == 0
    with pytest.raises(DamagedFileError):
        read_media(path, 0)


def test_file_when_a_fragment_points_behind_its_end_then_what_came_before_plays(
    film: Path, tmp_path: Path
) -> None:
    content = film.read_bytes()
    whole = read_media(film, 0)
    far = _moof(1, 900_000, _trun([(512, 1 << 30, True, 0)], 0xF01, 8))
    path = tmp_path / NAME
    path.write_bytes(content + far + box(b"mdat", bytes(64)))
    assert read_media(path, 0).samples == whole.samples
