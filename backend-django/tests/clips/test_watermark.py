"""What is burned into the pictures of a shared clip, read back from them."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from mosaic_backend.clips.application.recordings import Piece
from mosaic_backend.clips.infrastructure.sharing.watermark import watermark
from mosaic_contracts.ids import new_id

from .made_footage import make_footage, times_shown
from .test_segment_cutter import Patience, cut

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LONG = "Superintendent Wilhelmina Featherstonehaugh of the Metropolitan Borough, second floor"
Picture = NDArray[np.uint8]


def _pictures(video: Path, size: str) -> list[Picture]:
    width, height = (int(part) for part in size.split("x"))
    decoded = subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-i", str(video), "-map", "0:v:0"),
            *("-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-"),
        ],
        capture_output=True,
        check=True,
    )
    assert decoded.stderr == b""
    pixels = np.frombuffer(decoded.stdout, np.uint8)
    return list(pixels.reshape(-1, height, width))


def _rendered(texts: list[str], font: int, folder: Path) -> list[Picture]:
    """Each text as ffmpeg draws it, on black, cut out."""
    filters = []
    for number, text in enumerate(texts):
        file = folder / f"text-{font}-{number}"
        file.write_text(text)
        filters.append(
            f"drawtext=textfile={file}:expansion=none:fontsize={font}:fontcolor=white:x=4:y=4"
            f":enable='eq(n,{number})'"
        )
    video = folder / f"texts-{font}.mkv"
    source = f"color=c=black:size=1600x160:rate=1:duration={len(texts)},{','.join(filters)}"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source, "-c:v", "ffv1", str(video)],
        check=True,
    )
    cut_out = []
    for picture in _pictures(video, "1600x160"):
        rows, columns = np.nonzero(picture > 40)
        cut_out.append(picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1])
    return cut_out


def read(picture: Picture, texts: list[str], font: int, folder: Path) -> str:
    """Which of the texts stands in the picture; asserts that one does, wholly."""
    scores = []
    for glyphs in _rendered(texts, font, folder):
        fits = glyphs.shape[0] <= picture.shape[0] and glyphs.shape[1] <= picture.shape[1]
        found = cv2.matchTemplate(picture, glyphs, cv2.TM_CCOEFF_NORMED) if fits else None
        scores.append(float(found.max()) if found is not None else 0.0)
    best = int(np.argmax(scores))
    assert scores[best] > 0.75, dict(zip(texts, scores, strict=True))
    return texts[best]


SIZES = [
    # The font is a thirtieth of the height, 12 at least, and smaller where the line would not fit.
    ("160x120", 10),
    ("240x320", 12),
    ("1280x360", 12),
    ("1280x720", 24),
]


@pytest.mark.parametrize(("size", "font"), SIZES, ids=[size for size, _ in SIZES])
def test_watermark_then_for_whom_and_when_stand_in_every_picture(
    tmp_path: Path, size: str, font: int
) -> None:
    footage = make_footage(tmp_path, new_id(), START, size=size, stream=new_id())
    plain, marked = tmp_path / "plain.mp4", tmp_path / "out" / "marked.mp4"
    made = cut(footage, 10, 40, plain, exact=False)
    watermark(plain, marked, recipient="Ruth K", pieces=made.pieces, watch=Patience())
    pictures = _pictures(marked, size)
    assert len(pictures) == 30
    names = ["Ruth X", "Ruth K", "Rita K"]
    clocks = [f"2026-11-20 08:00:0{second} UTC" for second in range(6)]
    height = pictures[0].shape[0]
    for number in (0, 9, 10, 29):
        top, bottom = pictures[number][: height // 2], pictures[number][height // 2 :]
        assert read(bottom, names, max(font, 12), tmp_path) == "Ruth K"
        assert read(top, clocks, font, tmp_path) == clocks[1 + number // 10]
    # What reads them finds nothing where nothing is.
    with pytest.raises(AssertionError):
        read(_pictures(plain, size)[0], names, max(font, 12), tmp_path)


def test_watermark_when_the_name_is_long_then_all_of_it_is_in_the_picture(tmp_path: Path) -> None:
    size = "640x360"
    footage = make_footage(tmp_path, new_id(), START, size=size, stream=new_id())
    plain, marked = tmp_path / "plain.mp4", tmp_path / "out" / "marked.mp4"
    made = cut(footage, 10, 12, plain, exact=False)
    watermark(plain, marked, recipient=LONG, pieces=made.pieces, watch=Patience())
    bottom = _pictures(marked, size)[0][180:]
    for line, other in (
        ("Superintendent Wilhelmina", "Superintendent Wilhelmine"),
        ("second floor", "second flood"),
    ):
        assert read(bottom, [other, line], 12, tmp_path) == line


@pytest.mark.parametrize("name", ["Ruth", "%{e:1} 'x':y,[z];\\ %{pts} $(rm) é"])
def test_watermark_when_the_name_means_something_to_ffmpeg_then_it_is_only_text(
    tmp_path: Path, name: str
) -> None:
    footage = make_footage(tmp_path, new_id(), START, size="640x360", stream=new_id())
    plain, marked = tmp_path / "plain.mp4", tmp_path / "out" / "marked.mp4"
    made = cut(footage, 10, 30, plain, exact=False)
    half = Piece(made.pieces[0].start, footage.picture(20), 0.0)
    later = Piece(
        footage.picture(20) + timedelta(hours=1), footage.picture(30) + timedelta(hours=1), 1
    )
    watermark(plain, marked, recipient=name, pieces=[half, later], watch=Patience())
    assert times_shown(marked) == pytest.approx([n / 10 for n in range(20)], abs=0.01)
    assert [path.name for path in marked.parent.iterdir()] == ["marked.mp4"]
    last = _pictures(marked, "640x360")[-1]
    assert read(last[180:], [name, name.replace("u", "o").replace("z", "y")], 12, tmp_path) == name
    clocks = ["2026-11-20 08:00:02 UTC", "2026-11-20 09:00:02 UTC"]
    assert read(last[:180], clocks, 12, tmp_path) == clocks[1]
