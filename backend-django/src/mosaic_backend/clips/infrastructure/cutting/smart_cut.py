"""Makes a plan exact to the picture: only what is shown of a cut group of pictures is encoded anew."""

from dataclasses import dataclass
from pathlib import Path

from mosaic_backend.clips.application.recordings import Watch
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting.footage_plan import NEARLY, Plan, Stretch, ticks
from mosaic_backend.clips.infrastructure.video.avc_config import (
    PROFILES,
    AvcConfig,
    config_of,
    with_config,
)
from mosaic_backend.clips.infrastructure.video.ffmpeg_child import run_ffmpeg
from mosaic_backend.clips.infrastructure.video.fmp4_boxes import DamagedFileError
from mosaic_backend.clips.infrastructure.video.fmp4_samples import Sample, read_media
from mosaic_backend.clips.infrastructure.video.mp4_tables import OutTrack
from mosaic_backend.clips.infrastructure.video.mp4_writer import write_mp4

MOST_IDS = 32


class NotSmartError(Exception):
    """The stream is none that pictures can be put into; all of it has to be encoded."""


@dataclass(frozen=True)
class Bounds:
    """The first and the last picture of a plan that are wished for, in ticks of their stretches: from, until."""

    first: int
    until: int


def bounds(plan: Plan, wish: Span) -> Bounds:
    first, last = plan.stretches[0], plan.stretches[-1]
    return Bounds(
        ticks(wish.start - first.first.starts_at - NEARLY, plan.lead),
        ticks(wish.end - last.first.starts_at - NEARLY, plan.lead),
    )


def make_exact(plan: Plan, wish: Span, folder: Path, watch: Watch) -> bool:
    """Whether something had to be encoded; the files for that stay in the folder.

    Raises NotSmartError (the plan is as it was), EncodingError, and what the watch raises.
    """
    exact, lead = bounds(plan, wish), plan.lead
    head, tail = plan.stretches[0], plan.stretches[-1]
    first, last = _first_group(head.samples[lead.id]), _last_group(tail.samples[lead.id])
    one = head is tail and first.start == last.start
    new: list[tuple[Stretch, slice, list[Sample]]] = []
    config = None
    for stretch, group, since, until in (
        (head, first, exact.first, exact.until if one else None),
        (tail, last, None, None if one else exact.until),
    ):
        if since is None and until is None:
            continue
        samples = stretch.samples[lead.id][group]
        wanted = [
            number
            for number, sample in enumerate(sorted(samples, key=lambda each: each.pts))
            if (since is None or sample.pts >= since) and (until is None or sample.pts < until)
        ]
        if len(wanted) == len(samples):
            continue
        after = stretch.samples[lead.id][group.stop : group.stop + 1]
        if wanted:
            config = config or _config(plan)
            place = folder / f"group-{len(new)}"
            made, sets = _encoded(plan, samples, wanted, config=config, place=place, watch=watch)
            config = config.with_sets_of(sets)
        else:
            made = []
        new.append((stretch, group, _timed(made, samples, wanted, after)))
    for stretch, group, samples in reversed(new):
        stretch.samples[lead.id][group] = samples
    if config is not None:
        plan.stsd[lead.id] = with_config(lead.stsd, config)
    _trim_others(plan, exact)
    return bool(new)


def _first_group(samples: list[Sample]) -> slice:
    return slice(0, next((at for at, one in enumerate(samples) if one.key and at), len(samples)))


def _last_group(samples: list[Sample]) -> slice:
    return slice(max(at for at, one in enumerate(samples) if one.key), len(samples))


def _config(plan: Plan) -> AvcConfig:
    if plan.lead.codec != b"avc1":
        raise NotSmartError
    try:
        config = config_of(plan.lead.stsd)
    except DamagedFileError as error:
        raise NotSmartError from error
    if config.profile not in PROFILES or config.length_size != 4 or not config.sps:
        raise NotSmartError
    return config


def _spare_id(config: AvcConfig) -> int:
    free = [number for number in range(MOST_IDS) if number not in config.used_ids]
    if not free:
        raise NotSmartError
    return free[-1]


def _encoded(
    plan: Plan,
    group: list[Sample],
    wanted: list[int],
    *,
    config: AvcConfig,
    place: Path,
    watch: Watch,
) -> tuple[list[Sample], AvcConfig]:
    """The wanted pictures of a group as samples of a new source, and the parameter sets that they name."""
    lead = plan.lead
    whole, made = place.with_suffix(".whole.mp4"), place.with_suffix(".mp4")
    shift = min(one.pts for one in group)
    with whole.open("wb") as file:
        moved = [one._replace(dts=one.dts - shift) for one in group]
        write_mp4(file, [OutTrack(lead, lead.stsd, moved)], plan.sources, lambda _: None)
    run_ffmpeg(
        [
            *("-i", str(whole), "-map", "0:v:0", "-fps_mode", "passthrough"),
            *("-vf", f"select='between(n,{wanted[0]},{wanted[-1]})'"),
            *("-c:v", "libx264", "-preset", "veryfast", "-crf", "18"),
            *("-profile:v", PROFILES[config.profile]),
            *(
                "-x264-params",
                f"sps-id={_spare_id(config)}:bframes=0:keyint=9999:scenecut=0:threads=2",
            ),
            *("-f", "mp4", "-movflags", "+frag_keyframe+empty_moov+default_base_moof", str(made)),
        ],
        length_s=sum(group[0].duration for _ in wanted) / lead.timescale,
        watch=watch,
    )
    try:
        media = read_media(made, len(plan.sources))
        [track] = media.tracks.values()
        sets = config_of(track.stsd)
    except (DamagedFileError, ValueError) as error:
        raise NotSmartError from error
    samples = media.samples[track.id]
    if len(samples) != len(wanted) or sets.length_size != config.length_size:
        raise NotSmartError
    plan.sources.append(made)
    return samples, sets


def _timed(
    made: list[Sample], group: list[Sample], wanted: list[int], after: list[Sample]
) -> list[Sample]:
    """With the times of the pictures they stand for; decoded as long before as what comes after them."""
    delay = (after or group)[0].cts
    shown = sorted(one.pts for one in group)
    ends = [*shown[1:], max(one.pts + one.duration for one in group)]
    return [
        sample._replace(
            dts=shown[at] - delay, cts=delay, duration=ends[at] - shown[at], key=number == 0
        )
        for number, (sample, at) in enumerate(zip(made, wanted, strict=True))
    ]


def _trim_others(plan: Plan, exact: Bounds) -> None:
    """Sound and whatever else begins and ends with the pictures."""
    head, tail, scale = plan.stretches[0], plan.stretches[-1], plan.lead.timescale
    for number, track in plan.tracks.items():
        if number == plan.lead.id:
            continue
        first, until = (round(at / scale * track.timescale) for at in (exact.first, exact.until))
        head.samples[number] = [one for one in head.samples.get(number, []) if one.pts >= first]
        tail.samples[number] = [one for one in tail.samples.get(number, []) if one.pts < until]
