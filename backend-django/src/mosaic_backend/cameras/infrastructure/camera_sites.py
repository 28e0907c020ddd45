"""Which cameras belong to which site."""

from uuid import UUID

from django.db.models.functions import Coalesce

from mosaic_backend.cameras.infrastructure.models import CameraRow, Site


def sites_of_cameras() -> dict[UUID, UUID | None]:
    """Of each camera its own site, else that of its group, else None; removed cameras included."""
    rows = CameraRow.objects.order_by().annotate(place=Coalesce("site_id", "group__site_id"))
    return dict(rows.values_list("id", "place"))


def site_names() -> dict[UUID, str]:
    """All sites."""
    return dict(Site.objects.order_by("name").values_list("id", "name"))
