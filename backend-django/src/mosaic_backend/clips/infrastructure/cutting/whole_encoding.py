"""Encodes all of a plan, for streams whose pictures cannot be replaced one by one (H.265, 4:2:2 and the like)."""

from pathlib import Path

from mosaic_backend.clips.application.recordings import Watch
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting.footage_plan import Plan
from mosaic_backend.clips.infrastructure.cutting.smart_cut import bounds
from mosaic_backend.clips.infrastructure.video.ffmpeg_child import run_ffmpeg
from mosaic_backend.clips.infrastructure.video.mp4_writer import write_mp4


def encode_exactly(plan: Plan, wish: Span, target: Path, folder: Path, watch: Watch) -> None:
    """Writes the wish's pictures as H.264, and makes the plan one of them alone: for its pieces.

    Raises EncodingError, UnavailableError, OSError, and what the watch raises.
    """
    whole, lead, exact = folder / "whole.mp4", plan.lead, bounds(plan, wish)
    tracks = plan.out_tracks()
    with whole.open("wb") as file:
        write_mp4(file, tracks, plan.sources, lambda _: watch.at("reading", 0))
    head, tail = plan.stretches[0].samples, plan.stretches[-1].samples
    [shown] = [sorted(one.pts for one in out.samples) for out in tracks if out.track is lead]
    early = sum(1 for one in head[lead.id] if one.pts < exact.first)
    late = sum(1 for one in tail[lead.id] if one.pts >= exact.until)
    begins = min(one.pts for one in head[lead.id])
    head[lead.id] = [one for one in head[lead.id] if one.pts >= exact.first]
    tail[lead.id] = [one for one in tail[lead.id] if one.pts < exact.until]
    plan.stretches = [each for each in plan.stretches if each.samples[lead.id]]
    if not plan.stretches:
        return
    # By time, not by number: a picture that does not decode must not bring in one that was not wished.
    wanted = f"between(pts,{shown[early]},{shown[len(shown) - late - 1]})"
    starts_s = (
        (min(one.pts for one in head[lead.id]) - begins) / lead.timescale if head[lead.id] else 0
    )
    length_s = sum((piece.end - piece.start).total_seconds() for piece in plan.pieces())
    run_ffmpeg(
        [
            *("-i", str(whole), "-map", "0:v:0", "-map", "0:a?"),
            *("-fps_mode", "passthrough", "-enc_time_base", "-1"),
            *("-vf", f"select='{wanted}',setpts=PTS-STARTPTS"),
            *("-af", f"atrim=start={starts_s:.6f}:duration={length_s:.6f},asetpts=PTS-STARTPTS"),
            *("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"),
            *("-c:a", "aac", "-f", "mp4", "-movflags", "+faststart", str(target)),
        ],
        length_s=length_s,
        watch=watch,
    )
