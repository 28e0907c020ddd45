"""Where the pictures of a file are, on files that MediaMTX and ffmpeg made."""

import json
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.video.fragment_index import FragmentIndex, fragment_index
from mosaic_backend.clips.infrastructure.video.key_frame_jpeg import key_frame_jpeg

from .conftest import Recorded

NAME = "2026-11-20_08-30-00-250000.mp4"


def _packets(path: Path) -> list[dict[str, Any]]:
    told = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-select_streams", "v", "-of", "json", "-show_entries"),
            *("packet=pts_time,duration_time,size,pos,flags", str(path)),
        ],
        capture_output=True,
        check=True,
    )
    packets: list[dict[str, Any]] = json.loads(told.stdout)["packets"]
    return packets


def _made(folder: Path, *options: str) -> Path:
    path = folder / NAME
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=10"),
            *("-f", "lavfi", "-i", "sine", "-t", "3", "-g", "10", "-c:a", "aac", *options),
            *("-movflags", "frag_keyframe+empty_moov+default_base_moof", str(path)),
        ],
        check=True,
    )
    return path


def _index(path: Path) -> FragmentIndex:
    found = fragment_index(path, grows=True)
    assert found is not None
    return found


def test_index_of_mediamtx_then_key_frames_are_where_ffprobe_finds_them(recorded: Recorded) -> None:
    path = sorted((recorded.recordings / str(recorded.camera_id)).glob("*.mp4"))[1]
    index = _index(path)
    keys = [key for fragment in index.fragments for key in fragment.keys]
    probed = [packet for packet in _packets(path) if "K" in packet["flags"]]
    assert [(key.offset, key.bytes) for key in keys] == [
        (int(packet["pos"]), int(packet["size"])) for packet in probed
    ]
    assert [key.at_s for key in keys] == pytest.approx(
        [float(packet["pts_time"]) for packet in probed], abs=0.002
    )
    assert (index.track.codec[:5], index.track.width, index.track.height) == ("avc1.", 320, 240)
    assert index.frame_s == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(
    ("options", "codec"),
    [
        (("-c:v", "libx264", "-bf", "2"), "avc1."),
        (("-c:v", "libx265", "-tag:v", "hvc1", "-x265-params", "log-level=none"), "hvc1.4.10.L"),
    ],
)
def test_index_then_fragments_follow_each_other_and_the_init_goes_before(
    tmp_path: Path, options: tuple[str, ...], codec: str
) -> None:
    path = _made(tmp_path, *options)
    index = _index(path)
    assert index.track.codec.startswith(codec)
    whole = path.read_bytes()
    assert whole.startswith(index.init)
    assert index.fragments[0].offset == len(index.init)
    for one, two in pairwise(index.fragments):
        assert one.offset + one.bytes == two.offset
        assert one.end_s == pytest.approx(two.start_s, abs=0.25)
    # A player gets exactly these bytes; they must be a film of their own.
    tail = index.fragments[1]
    alone = tmp_path / "alone.mp4"
    alone.write_bytes(index.init + whole[tail.offset : tail.offset + tail.bytes])
    assert [packet for packet in _packets(alone) if "K" in packet["flags"]]


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_jpeg_of_a_key_frame_then_its_picture(tmp_path: Path, codec: str) -> None:
    extra = ("-x265-params", "log-level=none") if codec == "libx265" else ()
    path = _made(tmp_path, "-c:v", codec, "-pix_fmt", "yuv420p", *extra)
    index = _index(path)
    key = index.fragments[1].keys[0]
    with opened(path) as file:
        jpeg = key_frame_jpeg(file, index.track, key)
    assert jpeg is not None
    told = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-of", "csv=p=0", "-show_entries", "stream=width,height"),
            *("-f", "image2pipe", "-i", "pipe:0"),
        ],
        input=jpeg,
        capture_output=True,
        check=True,
    )
    assert told.stdout.strip() == b"160,120"


def test_index_when_only_sound_then_none(tmp_path: Path) -> None:
    path = tmp_path / NAME
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine", "-t", "1", "-c:a", "aac"),
            *("-movflags", "empty_moov+default_base_moof", str(path)),
        ],
        check=True,
    )
    assert fragment_index(path, grows=True) is None


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return _made(tmp_path_factory.mktemp("film"), "-c:v", "libx264").read_bytes()


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cut=st.integers(0, 60_000),
    changes=st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 255)), max_size=8),
)
def test_index_when_the_file_is_cut_or_changed_then_never_beyond_its_end(
    film: bytes, tmp_path: Path, cut: int, changes: list[tuple[int, int]]
) -> None:
    damaged = bytearray(film[: len(film) - cut % len(film)])
    for at, byte in changes:
        if damaged:
            damaged[at % len(damaged)] = byte
    path = tmp_path / NAME
    path.write_bytes(damaged)
    index = fragment_index(path, grows=True)
    for fragment in index.fragments if index else ():
        assert fragment.offset + fragment.bytes <= len(damaged)


def test_index_when_boxes_lie_in_one_another_without_end_then_no_picture(tmp_path: Path) -> None:
    nested = b""
    for _ in range(3000):
        nested = (len(nested) + 8).to_bytes(4, "big") + b"trak" + nested
    moov = (len(nested) + 8).to_bytes(4, "big") + b"moov" + nested
    path = tmp_path / NAME
    path.write_bytes(moov + b"\0\0\0\x08moof\0\0\0\x08mdat")
    assert fragment_index(path, grows=True) is None
