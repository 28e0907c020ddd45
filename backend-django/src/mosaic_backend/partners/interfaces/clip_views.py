"""/partner/v1/clips: saved time ranges and their files."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.clips.facade import ClipView as Clip
from mosaic_backend.clips.facade import open_kept
from mosaic_backend.partners.application.source import Source
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.infrastructure.sources import source_of
from mosaic_backend.partners.interfaces import parameters, presentation
from mosaic_backend.partners.interfaces.authentication import client_of_request
from mosaic_backend.partners.interfaces.base import PartnerView, record_done
from mosaic_backend.partners.interfaces.serializers import ClipPage, PartnerClipSerializer
from mosaic_backend.shared.http.downloads import download, is_first_fetch
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.pagination import id_of, limit_of
from mosaic_backend.shared.http.query_values import id_from
from mosaic_contracts.errors import NotFoundError


class ClipsView(PartnerView):
    required_scope = Scope.CLIPS

    @extend_schema(
        operation_id="list_clips",
        parameters=[parameters.CAMERA, *parameters.PAGE],
        responses=ClipPage,
    )
    def get(self, request: Request) -> Response:
        """Clips, newest first."""
        refuse_unknown_parameters(request, ("camera",))
        limit, cursor = limit_of(request), request.query_params.get("cursor")
        source = source_of(client_of_request(request))
        rows = source.clips(
            id_from(request, "camera"), id_of(cursor) if cursor else None, limit + 1
        )
        shown, following = presentation.cut(rows, limit, lambda row: row.id)
        names = source.names({row.camera_id for row in shown})
        items = [presentation.clip(row, names) for row in shown]
        return Response(ClipPage({"items": items, "next_cursor": following}).data)


class ClipView(PartnerView):
    required_scope = Scope.CLIPS

    @extend_schema(operation_id="get_clip", responses=PartnerClipSerializer)
    def get(self, request: Request, clip_id: UUID) -> Response:
        refuse_unknown_parameters(request, paginated=False)
        source = source_of(client_of_request(request))
        found = _visible(source, clip_id)
        shown = presentation.clip(found, source.names({found.camera_id}))
        return Response(PartnerClipSerializer(shown).data)


class ClipFileView(PartnerView):
    required_scope = Scope.CLIPS

    @extend_schema(
        operation_id="get_clip_file",
        responses={(200, "video/mp4"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, clip_id: UUID) -> HttpResponseBase:
        """The MP4, whole or by `Range`."""
        source = source_of(client_of_request(request))
        found = _visible(source, clip_id)
        found.check_ready()
        answer = download(
            request, source.clip_file(clip_id), found.file_name, "video/mp4", open_kept
        )
        answer["Vary"] = "Authorization, X-API-Key"
        subject = f"clip:{clip_id}"
        if is_first_fetch(answer, str(client_of_request(request).id), subject):
            record_done(request, "clip.fetched", subject, found.shows)
        return answer


def _visible(source: Source, clip_id: UUID) -> Clip:
    found = source.clip(clip_id)
    if found is None:
        raise NotFoundError
    return found
