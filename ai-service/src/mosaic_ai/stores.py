"""What the service keeps on disk, wired so that reads are the last to suffer from a full one."""

from dataclasses import dataclass
from pathlib import Path

from mosaic_ai.application.held_events import HeldEvents
from mosaic_ai.application.keep_room import RoomKeeper
from mosaic_ai.application.roomy_evidence import RoomyEvidence
from mosaic_ai.infrastructure.crop_folder import crop_folder
from mosaic_ai.infrastructure.disk_space import FolderSpace
from mosaic_ai.infrastructure.evidence_opening import Run, open_evidence
from mosaic_ai.infrastructure.room_metrics import PrometheusRoomCounts
from mosaic_ai.infrastructure.sqlite_open_reads import SqliteOpenReads
from mosaic_ai.settings import Settings
from mosaic_platform.messaging import SqliteOutbox

MIB = 1 << 20


@dataclass(frozen=True)
class Stores:
    """outbox: where events are put; on_disk: from where the relay takes them."""

    outbox: HeldEvents
    on_disk: SqliteOutbox
    open_reads: SqliteOpenReads
    evidence: RoomyEvidence
    keeper: RoomKeeper
    forward_evidence: Run | None = None

    @property
    def tasks(self) -> dict[str, Run]:
        """What must run meanwhile, by name."""
        runs: dict[str, Run] = {"room": self.keeper.run, "held events": self.outbox.run}
        return runs | ({"evidence": self.forward_evidence} if self.forward_evidence else {})

    def limits(self) -> list[str]:
        """What people should know of; empty when all is well."""
        told = []
        room = self.keeper.room
        if room.short and room.for_crops:
            told.append("the disk is almost full: detections are not kept")
        elif room.short:
            told.append(
                "the disk is almost full: neither pictures of plates nor detections are kept"
            )
        if room.given_up:
            told.append(f"{room.given_up} pictures of old plate reads were deleted to make room")
        if self.outbox.held:
            told.append(f"the outbox takes nothing: {self.outbox.held} reads are in memory alone")
        if self.outbox.lost:
            told.append(f"{self.outbox.lost} reads were lost as the outbox took nothing")
        return told

    def close(self) -> None:
        self.outbox.close()
        self.on_disk.close()
        self.open_reads.close()


def open_stores(settings: Settings, folder: Path) -> Stores:
    """folder: this process's own. Raises UnavailableError where the disk takes nothing at all."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = PrometheusRoomCounts()
    keeper = RoomKeeper(
        FolderSpace(folder),
        crop_folder(settings.evidence_url, folder),
        counts,
        reserve_bytes=settings.ai_disk_reserve_mb * MIB,
    )
    keeper.look()
    on_disk = SqliteOutbox(folder / "outbox.sqlite")
    evidence, forward_evidence = open_evidence(settings.evidence_url, folder)
    return Stores(
        HeldEvents(on_disk, keeper, counts),
        on_disk,
        SqliteOpenReads(folder / "open-reads.sqlite"),
        RoomyEvidence(evidence, keeper, counts),
        keeper,
        forward_evidence,
    )
