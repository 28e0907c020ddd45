"""What the clock on the wall shows where a camera is."""

from collections.abc import Collection
from uuid import UUID
from zoneinfo import ZoneInfo

from mosaic_backend.cameras.infrastructure.models import CameraRow


def time_zones(ids: Collection[UUID]) -> dict[UUID, ZoneInfo]:
    """Of each camera its site's zone, else that of its group's site, else UTC; UTC too for an unknown one."""
    rows = CameraRow.objects.filter(id__in=ids).values_list(
        "id", "site__time_zone", "group__site__time_zone"
    )
    named = {camera_id: own or of_group or "UTC" for camera_id, own, of_group in rows}
    return {camera_id: ZoneInfo(named.get(camera_id, "UTC")) for camera_id in ids}
