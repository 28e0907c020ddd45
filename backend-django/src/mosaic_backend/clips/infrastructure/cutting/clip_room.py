"""How much room clips may take: as much as the site allows, and never the last of the disk."""

from django.db.models import Count, Sum

from mosaic_backend.clips.infrastructure.encryption.file_header import overhead
from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_backend.clips.infrastructure.recording.disk_space import disk_space
from mosaic_backend.config.environment import environment
from mosaic_contracts.errors import MosaicError


class ClipsFullError(MosaicError):
    """There is no room for another clip; delete some that are needed no more."""

    code = "clips-full"


def check_room() -> None:
    """Clips that are being cut count once they are there. Raises ClipsFullError."""
    settings = environment()
    if most := settings.clips_max_bytes:
        kept, count = Clip.objects.aggregate(all=Sum("size_bytes"), n=Count("pk")).values()
        kept = (kept or 0) + (overhead(kept or 0, count) if settings.recording_encryption else 0)
        if kept >= most:
            raise ClipsFullError(
                f"clips take {kept / 1e9:.1f} GB, and {most / 1e9:.1f} GB are theirs; delete some"
            )
    # The database is on it as well.
    space = disk_space(settings.data_dir)
    if space is not None and space.level == "full":
        raise ClipsFullError(
            f"{space.free_share:.1%} of the disk of the clips is free; delete some"
        )
