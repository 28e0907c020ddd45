"""Burns into a clip for whom it is, and when each picture was taken."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from mosaic_backend.clips.application.recordings import Piece, Watch
from mosaic_backend.clips.infrastructure.video.ffmpeg_child import run_ffmpeg

_LOOK = "fontsize=max(h/30\\,12):fontcolor=white@0.9:box=1:boxcolor=black@0.5:boxborderw=6"


def watermark(
    source: Path, target: Path, *, recipient: str, pieces: Sequence[Piece], watch: Watch
) -> None:
    """Raises EncodingError, UnavailableError, OSError, and what the watch raises."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # By its name a folder that outlived its worker is found.
    with TemporaryDirectory(prefix=f"{target.stem}.", dir=target.parent) as name:
        folder = Path(name)
        script, part = folder / "filters", folder / "marked"
        script.write_text(",".join(_filters(folder, recipient, pieces)))
        length_s = sum((piece.end - piece.start).total_seconds() for piece in pieces)
        run_ffmpeg(
            [
                *("-i", str(source), "-map", "0:v:0", "-map", "0:a?"),
                *("-filter_script:v", str(script), "-fps_mode", "passthrough"),
                *("-c:v", "libx264", "-preset", "veryfast", "-crf", "21"),
                *("-pix_fmt", "yuv420p", "-c:a", "copy"),
                *("-f", "mp4", "-movflags", "+faststart", str(part)),
            ],
            length_s=length_s,
            watch=watch,
        )
        part.replace(target)


def _filters(folder: Path, recipient: str, pieces: Sequence[Piece]) -> list[str]:
    """Texts come from files: nothing in them means anything to ffmpeg."""
    (folder / "recipient").write_text(recipient)
    name = f"drawtext=textfile={folder}/recipient:expansion=none:x=12:y=h-th-12:{_LOOK}"
    filters = [name]
    for number, piece in enumerate(pieces):
        # The clock counts from the piece's first picture, whose place in the file is known.
        zero = piece.start.timestamp() - piece.at_s
        text = f"%{{pts:gmtime:{zero:.3f}:%Y-%m-%d %T}} UTC"
        (folder / f"clock-{number}").write_text(text)
        until = piece.at_s + (piece.end - piece.start).total_seconds()
        shown = f"enable='gte(t,{piece.at_s - 0.001:.3f})*lt(t,{until - 0.001:.3f})'"
        filters.append(f"drawtext=textfile={folder}/clock-{number}:{shown}:x=12:y=12:{_LOOK}")
    return filters
