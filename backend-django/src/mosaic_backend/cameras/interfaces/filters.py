"""The filters of the camera list."""

from django.db.models import Q, QuerySet
from rest_framework.request import Request

from mosaic_backend.cameras.domain.camera import MAX_TAGS
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.shared.http.query_values import flag_from, id_from, text_from
from mosaic_contracts.errors import InvalidInputError

FILTERS = frozenset({"group", "site", "enabled", "tags", "name", "text"})


def filtered(rows: QuerySet[CameraRow], request: Request) -> QuerySet[CameraRow]:
    """Raises InvalidInputError for a value that cannot be."""
    if group := id_from(request, "group"):
        rows = rows.filter(group_id=group)
    if site := id_from(request, "site"):
        rows = rows.filter(Q(site_id=site) | Q(site__isnull=True, group__site_id=site))
    if part := text_from(request, "name", max_length=100):
        rows = rows.filter(name__icontains=part)
    if text := text_from(request, "text", max_length=100):
        rows = rows.filter(
            Q(name__icontains=text)
            | Q(key__icontains=text)
            | Q(source_address__icontains=text)
            | Q(tags__contains=[text])
        )
    if tags := text_from(request, "tags", max_length=1000):
        wanted = [tag.strip() for tag in tags.split(",")]
        if not all(wanted) or len(wanted) > MAX_TAGS:
            raise InvalidInputError("tags are texts with commas between", pointer="tags")
        rows = rows.filter(tags__contains=wanted)
    if (enabled := flag_from(request, "enabled")) is not None:
        rows = rows.filter(enabled=enabled)
    return rows
