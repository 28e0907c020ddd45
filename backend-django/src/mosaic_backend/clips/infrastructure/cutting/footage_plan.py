"""Which samples of a camera's files a clip has, and when each is shown in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from mosaic_backend.clips.application.recordings import Piece
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.video.fmp4_boxes import DamagedFileError
from mosaic_backend.clips.infrastructure.video.fmp4_samples import Media, Track, read_media
from mosaic_backend.clips.infrastructure.video.fragment_samples import Sample
from mosaic_backend.clips.infrastructure.video.mp4_tables import OutTrack

_SAME_CLOCK_S = 1.0
"""Clocks drift; by more within a file one was set."""
NEARLY = timedelta(microseconds=500)
"""Instants are kept in microseconds, and pictures come in ticks: this near is the same."""


@dataclass(frozen=True)
class SourceFile:
    """A file of the index. stream, number, stream_s: as in Segment."""

    path: Path
    starts_at: datetime
    stream: UUID | None
    number: int
    stream_s: float

    def goes_on_in(self, later: "SourceFile") -> bool:
        """Not over a jump of the clock: what is shown when is told by each stretch's first file."""
        follows = self.stream is not None and (self.stream, self.number + 1) == (
            later.stream,
            later.number,
        )
        by_clock = (later.starts_at - self.starts_at).total_seconds()
        return follows and abs(by_clock - (later.stream_s - self.stream_s)) <= _SAME_CLOCK_S


@dataclass
class Stretch:
    """Samples by track that follow each other without a gap; their times count from the first file's start."""

    first: SourceFile
    samples: dict[int, list[Sample]] = field(default_factory=dict)

    def instant(self, track: Track, tick: int) -> datetime:
        return self.first.starts_at + timedelta(seconds=tick / track.timescale)


@dataclass
class Plan:
    """sources: the files that samples name. lead: the track whose pictures count, the first if none has.

    changes_at: from there on the stream is another one, of which nothing is in the plan.
    """

    tracks: dict[int, Track]
    lead: Track
    sources: list[Path]
    stretches: list[Stretch]
    changes_at: datetime | None = None
    stsd: dict[int, bytes] = field(default_factory=dict)

    def pieces(self) -> list[Piece]:
        found, at_s = [], 0.0
        for stretch in self.stretches:
            start, end = shown(stretch, self.lead)
            begins, ends = (stretch.instant(self.lead, tick) for tick in (start, end))
            found.append(Piece(begins, ends, round(at_s, 6)))
            at_s += (end - start) / self.lead.timescale
        return found

    def out_tracks(self) -> list[OutTrack]:
        """With the stretches one behind the other; of sound only what is heard while pictures are shown."""
        placed: dict[int, list[Sample]] = {track: [] for track in self.tracks}
        at_s = 0.0
        for stretch in self.stretches:
            start, end = shown(stretch, self.lead)
            start_s = start / self.lead.timescale
            end_s = end / self.lead.timescale
            for number, samples in stretch.samples.items():
                scale, row = self.tracks[number].timescale, placed[number]
                shift = round((at_s - start_s) * scale)
                until = end if number == self.lead.id else round(end_s * scale)
                floor = row[-1].dts if row else -(1 << 62)
                row += [
                    one._replace(dts=max(one.dts + shift, floor))
                    for one in samples
                    if one.pts < until
                ]
            at_s += (end - start) / self.lead.timescale
        return [
            OutTrack(track, self.stsd.get(number, track.stsd), placed[number])
            for number, track in self.tracks.items()
            if placed[number]
        ]


def shown(stretch: Stretch, track: Track) -> tuple[int, int]:
    """From when to when pictures are shown, in ticks of the track."""
    samples = stretch.samples[track.id]
    return min(one.pts for one in samples), max(one.pts + one.duration for one in samples)


def planned(files: Iterable[SourceFile], wish: Span) -> Plan | None:
    """From the key frame at or before the wish; None: there is nothing. Raises OSError."""
    plan: Plan | None = None
    last: SourceFile | None = None
    for file in files:
        try:
            media = read_media(file.path, len(plan.sources) if plan else 0)
        except DamagedFileError:
            continue  # what is whole in it is told by the ledger: nothing
        if plan is None:
            videos = [track for track in media.tracks.values() if track.kind == b"vide"]
            plan = Plan(media.tracks, (videos or list(media.tracks.values()))[0], [], [])
        elif _described(media.tracks) != _described(plan.tracks):
            plan.changes_at = file.starts_at
            break
        plan.sources.append(file.path)
        _count_from_first_shown(media, plan.lead)
        if last is None or not plan.stretches or not last.goes_on_in(file):
            _begin(plan, media, file, wish)
        else:
            _go_on(plan, media, file, wish)
        last = file
    return plan if plan and plan.stretches else None


def _count_from_first_shown(media: Media, lead: Track) -> None:
    """A file's instant is that of its first picture, which is decoded earlier where pictures are reordered."""
    if not media.samples[lead.id] or not (early := media.samples[lead.id][0].cts):
        return
    for number, track in media.tracks.items():
        shift = round(early * track.timescale / lead.timescale)
        media.samples[number][:] = [
            one._replace(dts=one.dts - shift) for one in media.samples[number]
        ]


def _described(tracks: Mapping[int, Track]) -> list[tuple[int, int, bytes]]:
    return [(number, track.timescale, track.stsd) for number, track in tracks.items()]


def _begin(plan: Plan, media: Media, file: SourceFile, wish: Span) -> None:
    """A new stretch, from the last key frame that is shown before the wish begins, or from the first there is."""
    lead = plan.lead
    wished = ticks(wish.start - file.starts_at + NEARLY, lead)
    keys = [at for at, one in enumerate(media.samples[lead.id]) if one.key]
    before = [at for at in keys if media.samples[lead.id][at].pts <= wished]
    if not keys:
        return
    at = before[-1] if before else keys[0]
    begins = media.samples[lead.id][at].pts
    begins_s = begins / lead.timescale
    # What is shown before the key frame but decoded after it (H.265) needs pictures that are not there.
    media.samples[lead.id][:] = [one for one in media.samples[lead.id][at:] if one.pts >= begins]
    for number, track in plan.tracks.items():
        if number != lead.id:
            first = round(begins_s * track.timescale)
            media.samples[number][:] = [one for one in media.samples[number] if one.pts >= first]
    stretch = Stretch(file)
    plan.stretches.append(stretch)
    _go_on(plan, media, file, wish)
    if not stretch.samples.get(lead.id):
        plan.stretches.remove(stretch)


def _go_on(plan: Plan, media: Media, file: SourceFile, wish: Span) -> None:
    """Adds to the last stretch what is shown before the wish ends, and what that needs to be decoded."""
    stretch = plan.stretches[-1]
    clock_s = file.stream_s - stretch.first.stream_s
    for number, track in plan.tracks.items():
        until = ticks(wish.end - file.starts_at - NEARLY, track)
        samples = media.samples[number]
        wanted = [at for at, one in enumerate(samples) if one.pts < until]
        shift = round(clock_s * track.timescale)
        stretch.samples.setdefault(number, []).extend(
            one._replace(dts=one.dts + shift) for one in samples[: wanted[-1] + 1 if wanted else 0]
        )


def ticks(length: timedelta, track: Track) -> int:
    """In the track's clock."""
    return round(length.total_seconds() * track.timescale)
