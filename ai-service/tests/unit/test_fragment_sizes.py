"""Sizes of pictures, read from fragments that FFmpeg makes, and from what only looks like them."""

import subprocess
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.infrastructure.fragment_sizes import picture_sizes


@pytest.fixture(scope="module")
def fragmented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of video with sound beside it."""
    path = tmp_path_factory.mktemp("fragments") / "clip.mp4"
    command = "ffmpeg -loglevel error -f lavfi -i testsrc2=s=320x180:r=25 -f lavfi -i sine -t 2 -g 25 -bf 0"
    options = "-c:v libx264 -c:a aac -movflags frag_keyframe+empty_moov+default_base_moof"
    subprocess.run([*command.split(), *options.split(), str(path)], check=True, timeout=60)
    return path


def test_sizes_when_ffmpeg_made_the_fragments_then_as_it_demuxes_them(fragmented: Path) -> None:
    with av.open(str(fragmented)) as container:
        wanted = [packet.size for packet in container.demux(video=0) if packet.size]
    assert picture_sizes(fragmented.read_bytes()) == wanted


def test_sizes_when_cut_off_then_no_error(fragmented: Path) -> None:
    whole = fragmented.read_bytes()
    for end in range(0, len(whole), 97):
        picture_sizes(whole[:end])


@given(st.binary(max_size=200), st.sampled_from([b"moof", b"traf", b"trun", b"tfhd"]))
def test_sizes_when_anything_then_no_error(rest: bytes, kind: bytes) -> None:
    inner = (len(rest) + 8).to_bytes(4, "big") + kind + rest
    for around in (b"traf", b"moof"):
        inner = (len(inner) + 8).to_bytes(4, "big") + around + inner
    assert isinstance(picture_sizes(inner), list)
