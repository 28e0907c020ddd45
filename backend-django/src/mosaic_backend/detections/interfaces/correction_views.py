"""/api/v1/plates/{id}/correction: what a reviewer says that a plate reads."""

from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import record
from mosaic_backend.detections import bootstrap
from mosaic_backend.detections.application.correct_plates import Change
from mosaic_backend.detections.application.plates import PlateRecord
from mosaic_backend.detections.domain.correction import MAX_REASON, Correction
from mosaic_backend.detections.domain.folding import MAX_LENGTH
from mosaic_backend.detections.interfaces.plate_views import visible_read
from mosaic_backend.detections.interfaces.presentation import presented_correction
from mosaic_backend.detections.interfaces.serializers import PlateCorrectionSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.reason import HEADER, PARAMETER, reason_from
from mosaic_contracts.permissions import Principal, Verb


class CorrectionInputSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(
        max_length=MAX_LENGTH, help_text="What the plate reads; the text that was read confirms it"
    )
    reason = serializers.CharField(max_length=MAX_REASON, default="", allow_blank=True)


class PlateCorrectionView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="correct_plate",
        request=CorrectionInputSerializer,
        responses=PlateCorrectionSerializer,
    )
    def put(self, request: Request, read_id: UUID) -> Response:
        """Says what the plate reads. Again does nothing.

        The read stays as it was; exact searches find it by both texts, a fuzzy one ranks it by this one. What the
        reader of the camera confused counts in the ranking of all its reads.
        """
        refuse_unknown_parameters(request, paginated=False)
        given = CorrectionInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        principal = principal_of_request(request)
        read = visible_read(request, read_id)
        wish = given.validated_data
        with transaction.atomic():
            change = bootstrap.correct_plates().correct(
                read, wish["text"], wish["reason"], principal.username
            )
            _audit(principal, "plate.corrected", read, change, wish["reason"])
        return Response(presented_correction(change.after))

    @extend_schema(
        operation_id="withdraw_plate_correction",
        parameters=[
            OpenApiParameter(PARAMETER, str, description="Why, for the audit log."),
            OpenApiParameter(
                HEADER, str, OpenApiParameter.HEADER, description="The same as a header."
            ),
        ],
        responses={204: None},
    )
    def delete(self, request: Request, read_id: UUID) -> Response:
        """Takes the correction back, and with it the label that it became. Where there is none nothing happens."""
        refuse_unknown_parameters(request, (PARAMETER,), paginated=False)
        principal, reason = principal_of_request(request), reason_from(request)
        read = visible_read(request, read_id)
        with transaction.atomic():
            change = bootstrap.correct_plates().withdraw(read, principal.username)
            _audit(principal, "plate.correction-withdrawn", read, change, reason)
        return Response(status=204)


def _audit(
    principal: Principal, action: str, read: PlateRecord, change: Change, reason: str
) -> None:
    if change.nothing:
        return
    record(
        principal,
        action,
        f"plate:{read.id}",
        {"read": read.text, "camera": read.camera_id},
        reason=reason.strip(),
        before=_told(change.before),
        after=_told(change.after),
    )


def _told(correction: Correction | None) -> dict[str, str]:
    return {"text": correction.text} if correction else {}
