"""Cuts video out of the recorded files that the index tells of."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from mosaic_backend.clips.application.recordings import Cut, Method, NoRecordingError, Watch
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting.footage_plan import Plan, SourceFile, planned
from mosaic_backend.clips.infrastructure.cutting.group_encoding import NotSmartError
from mosaic_backend.clips.infrastructure.cutting.smart_cut import make_exact
from mosaic_backend.clips.infrastructure.cutting.whole_encoding import encode_exactly
from mosaic_backend.clips.infrastructure.encryption.kept_files import keep, new_file
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment, SegmentState
from mosaic_backend.clips.infrastructure.video.mp4_writer import write_mp4
from mosaic_contracts.errors import UnavailableError


class SegmentCutter:
    """Adapter of VideoSource. root: the folder of the recordings."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def cut(self, camera_id: UUID, wish: Span, target: Path, *, exact: bool, watch: Watch) -> Cut:
        watch.at("reading", 0.0)
        try:
            plan = self._plan(camera_id, wish, watch)
            with TemporaryDirectory(dir=target.parent, prefix=f"{target.stem}.") as folder:
                if exact:
                    return _exactly(plan, wish, target, Path(folder), watch)
                return _written(plan, target, "copied", watch)
        except FileNotFoundError as error:
            # Retention was here since the index was read; what is left is told on the next try.
            raise UnavailableError("the recordings changed while they were read") from error

    def _plan(self, camera_id: UUID, wish: Span, watch: Watch) -> Plan:
        rows = list(
            Segment.objects.filter(
                camera_id=camera_id, starts_at__lt=wish.end, ends_at__gt=wish.start
            )
            .exclude(state=SegmentState.LEAVING)
            .order_by("starts_at", "number")
            .values_list("name", "starts_at", "stream", "number", "stream_s")
        )

        def files() -> Iterator[SourceFile]:
            for at, (name, starts_at, stream, number, stream_s) in enumerate(rows):
                watch.at("reading", at / len(rows))
                path = self._root / str(camera_id) / name
                yield SourceFile(path, starts_at, stream, number, stream_s)

        plan = planned(files(), wish)
        if plan is None:
            raise NoRecordingError("nothing was recorded of this camera in that time")
        return plan


def _exactly(plan: Plan, wish: Span, target: Path, folder: Path, watch: Watch) -> Cut:
    try:
        method: Method = "smart" if make_exact(plan, wish, folder, watch) else "copied"
    except NotSmartError:
        made = folder / "encoded.mp4"
        encode_exactly(plan, wish, made, folder, watch)
        _check(plan)
        size, digest = keep(made, target)
        return Cut(size, digest, tuple(plan.pieces()), "encoded", plan.changes_at)
    plan.stretches = [each for each in plan.stretches if each.samples[plan.lead.id]]
    _check(plan)
    return _written(plan, target, method, watch)


def _check(plan: Plan) -> None:
    if not plan.stretches:
        raise NoRecordingError("not one picture was recorded of this camera in that time")


def _written(plan: Plan, target: Path, method: Method, watch: Watch) -> Cut:
    with new_file(target) as file:
        size, digest = write_mp4(
            file, plan.out_tracks(), plan.sources, lambda share: watch.at("writing", share)
        )
    return Cut(size, digest, tuple(plan.pieces()), method, plan.changes_at)
