"""Burns into a clip for whom it is, and when each picture was taken."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from textwrap import wrap
from unicodedata import east_asian_width

from django.db import transaction

from mosaic_backend.clips.application.recordings import Piece, Watch
from mosaic_backend.clips.infrastructure.encryption.kept_files import keep, put_in_place
from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of
from mosaic_backend.clips.infrastructure.video.ffmpeg_child import run_ffmpeg
from mosaic_backend.shared.durability import sync

_LOOK = "fontcolor=white@0.9:box=1:boxcolor=black@0.5:boxborderw=6:x=8"
_CLOCK_LETTERS = 23
_LINE_LETTERS = 40
"""A name of 120 letters in one line would be too small to read, or leave the picture."""


def watermark(
    source: Path, target: Path, *, recipient: str, pieces: Sequence[Piece], watch: Watch
) -> None:
    """Raises EncodingError, UnavailableError, OSError, and what the watch raises."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # By its name a folder that outlived its worker is found.
    with TemporaryDirectory(prefix=f"{target.stem}.", dir=target.parent) as name:
        folder = Path(name)
        script, made = folder / "filters", folder / "marked"
        if keys_of(source):
            source = _plain(source, folder / "plain")
        script.write_text(",".join(_filters(folder, recipient, pieces)))
        length_s = sum((piece.end - piece.start).total_seconds() for piece in pieces)
        run_ffmpeg(
            [
                *("-i", str(source), "-map", "0:v:0", "-map", "0:a?"),
                *("-filter_script:v", str(script), "-fps_mode", "passthrough"),
                *("-c:v", "libx264", "-preset", "veryfast", "-crf", "21"),
                # Not copied: of G.711 there is plain PCM in the clip, which this MP4 may not have.
                *("-pix_fmt", "yuv420p", "-c:a", "aac"),
                *("-f", "mp4", "-movflags", "+faststart", str(made)),
            ],
            length_s=length_s,
            watch=watch,
        )
        part = target.with_name(f"{target.stem}.{token_hex(4)}.part")
        try:
            keep(made, part)
            sync(part)
            with transaction.atomic():
                put_in_place(part, target)
        finally:
            part.unlink(missing_ok=True)


def _plain(source: Path, target: Path) -> Path:
    """While ffmpeg reads it: it reads files only, and these anywhere."""
    with opened(source) as file, target.open("wb") as plain:
        shutil.copyfileobj(file, plain, 1 << 20)
    return target


def _filters(folder: Path, recipient: str, pieces: Sequence[Piece]) -> list[str]:
    """Texts come from files: nothing in them means anything to ffmpeg."""
    lines = wrap(recipient, _LINE_LETTERS) or [""]
    (folder / "recipient").write_text("\n".join(lines))
    size = _font_size(max(_width(line) for line in lines))
    name = f"drawtext=textfile={folder}/recipient:expansion=none:y=h-th-8:{size}:{_LOOK}"
    filters, size = [name], _font_size(_CLOCK_LETTERS)
    for number, piece in enumerate(pieces):
        # The clock counts from the piece's first picture, whose place in the file is known.
        zero = piece.start.timestamp() - piece.at_s
        text = f"%{{pts:gmtime:{zero:.3f}:%Y-%m-%d %T}} UTC"
        (folder / f"clock-{number}").write_text(text)
        until = piece.at_s + (piece.end - piece.start).total_seconds()
        shown = f"enable='gte(t,{piece.at_s - 0.001:.3f})*lt(t,{until - 0.001:.3f})'"
        filters.append(f"drawtext=textfile={folder}/clock-{number}:{shown}:y=8:{size}:{_LOOK}")
    return filters


def _font_size(letters: float) -> str:
    """As large as is read well, yet all of the line within the picture; a letter is 0.65 of its height wide."""
    return f"fontsize='max(4,min(max(h/30,12),(w-16)/{0.65 * letters:.2f}))'"


def _width(line: str) -> float:
    """In letters: capitals and what takes a square (CJK) are wider."""
    return sum(
        1.6 if east_asian_width(one) in "WF" else 1.2 if one.isupper() else 1.0 for one in line
    )
