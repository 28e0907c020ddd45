"""Makes a plan exact to the picture: only what is shown of a cut group of pictures is encoded anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mosaic_backend.clips.application.recordings import Watch
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting.footage_plan import NEARLY, Plan, Stretch, ticks
from mosaic_backend.clips.infrastructure.cutting.group_encoding import Group, encode_groups
from mosaic_backend.clips.infrastructure.video.avc_config import with_config
from mosaic_backend.clips.infrastructure.video.fragment_samples import Sample


@dataclass(frozen=True)
class Bounds:
    """The first and the last picture of a plan that are wished for, in ticks of their stretches: from, until."""

    first: int
    until: int


@dataclass(frozen=True)
class _Cut:
    """A group of pictures in its stretch, not all of which are wished for."""

    stretch: Stretch
    place: slice
    group: Group


def bounds(plan: Plan, wish: Span) -> Bounds:
    first, last = plan.stretches[0], plan.stretches[-1]
    return Bounds(
        ticks(wish.start - first.first.starts_at - NEARLY, plan.lead),
        ticks(wish.end - last.first.starts_at - NEARLY, plan.lead),
    )


def make_exact(plan: Plan, wish: Span, folder: Path, watch: Watch) -> bool:
    """Whether something had to be encoded; the files for that stay in the folder.

    Raises NotSmartError (the plan is as it was), and what the watch raises.
    """
    exact, lead = bounds(plan, wish), plan.lead
    cuts = _cuts(plan, exact)
    encoded: Iterator[list[Sample]] = iter(())
    if groups := [each.group for each in cuts if each.group.wanted]:
        made = encode_groups(plan, groups, folder, watch)
        plan.stsd[lead.id] = with_config(lead.stsd, made.config)
        encoded = iter(made.samples)
    new = [(cut, _timed(next(encoded), cut, lead.id) if cut.group.wanted else []) for cut in cuts]
    # From behind: places are counted from the beginning.
    for cut, samples in reversed(new):
        cut.stretch.samples[lead.id][cut.place] = samples
    _trim_others(plan, exact)
    return bool(cuts)


def _cuts(plan: Plan, exact: Bounds) -> list[_Cut]:
    """At the beginning, at the end, or one that is both."""
    head, tail, lead = plan.stretches[0], plan.stretches[-1], plan.lead.id
    ends = [(head, _first_group(head.samples[lead])), (tail, _last_group(tail.samples[lead]))]
    if head is tail and ends[0][1].start == ends[1][1].start:
        ends = ends[:1]
    found = []
    for stretch, place in ends:
        samples = stretch.samples[lead][place]
        wanted = sorted(
            one.pts
            for one in samples
            if (stretch is not head or one.pts >= exact.first)
            and (stretch is not tail or one.pts < exact.until)
        )
        if len(wanted) < len(samples):
            found.append(_Cut(stretch, place, Group(samples, wanted)))
    return found


def _first_group(samples: list[Sample]) -> slice:
    return slice(0, next((at for at, one in enumerate(samples) if one.key and at), len(samples)))


def _last_group(samples: list[Sample]) -> slice:
    return slice(max(at for at, one in enumerate(samples) if one.key), len(samples))


def _timed(made: list[Sample], cut: _Cut, lead: int) -> list[Sample]:
    """With the times of the pictures they stand for; decoded as long before as what comes after them."""
    group, stop = cut.group.samples, cut.place.stop
    after = cut.stretch.samples[lead][stop : stop + 1]
    delay = (after or group)[0].cts
    shown = sorted(one.pts for one in group)
    ends = dict(zip(shown, [*shown[1:], max(one.pts + one.duration for one in group)], strict=True))
    return [
        sample._replace(dts=pts - delay, cts=delay, duration=ends[pts] - pts, key=number == 0)
        for number, (sample, pts) in enumerate(zip(made, cut.group.wanted, strict=True))
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
