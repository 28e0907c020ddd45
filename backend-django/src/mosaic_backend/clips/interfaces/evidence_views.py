"""/api/v1/clips/{id}/evidence and /api/v1/evidence/keys."""

from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import check_search_reason, record
from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.clips.application.build_package import package_path
from mosaic_backend.clips.infrastructure.encryption.kept_files import open_kept
from mosaic_backend.clips.infrastructure.evidence.evidence_keys import (
    current_fingerprint,
    evidence_key,
    evidence_keys,
)
from mosaic_backend.clips.infrastructure.evidence.package_store import (
    newest_package,
    request_package,
)
from mosaic_backend.clips.infrastructure.models import Clip, ClipState, EvidencePackage
from mosaic_backend.clips.infrastructure.parts import packages_folder
from mosaic_backend.clips.interfaces.clip_cookie import ClipCookieAuthentication
from mosaic_backend.clips.interfaces.evidence_serializers import (
    EvidenceKeysSerializer,
    EvidenceRequestSerializer,
    EvidenceSerializer,
)
from mosaic_backend.shared.http.downloads import download, is_first_fetch
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import SignedIn, principal_of_request
from mosaic_backend.shared.http.reason import HEADER, PARAMETER, reason_from
from mosaic_contracts.errors import ConflictError, NotFoundError
from mosaic_contracts.permissions import Principal, Verb
from mosaic_evidence.keys import from_text
from mosaic_platform.keys import jwks


class EvidenceView(APIView):
    required_verb = Verb.EXPORT

    @extend_schema(operation_id="get_clip_evidence", responses=EvidenceSerializer)
    def get(self, request: Request, clip_id: UUID) -> Response:
        """The newest package that the asker requested of the clip."""
        refuse_unknown_parameters(request, paginated=False)
        clip = _clip(request, clip_id)
        return Response(_shown(_own_package(principal_of_request(request), clip)))

    @extend_schema(
        operation_id="request_clip_evidence",
        request=EvidenceRequestSerializer,
        parameters=[
            OpenApiParameter(PARAMETER, str, description="As in the body."),
            OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description="As in the body."),
        ],
        responses={202: EvidenceSerializer},
    )
    @idempotent
    def post(self, request: Request, clip_id: UUID) -> Response:
        """Packs a ready clip as evidence; answers at once.

        Reads and detections are in it where the asker may search the camera. The same wish, while it is worked
        on, is that one.
        """
        refuse_unknown_parameters(request, (PARAMETER,), paginated=False)
        given = EvidenceRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        reason = given.validated_data.get("reason", "").strip() or reason_from(request)
        principal = principal_of_request(request)
        clip = _clip(request, clip_id)
        check_search_reason(reason)
        if clip.state != ClipState.READY:
            raise ConflictError(f"the clip is {clip.state}")
        evidence_key()
        package, new = request_package(
            clip,
            requester_id=principal.user_id,
            requested_by=principal.username,
            reason=reason,
            with_sightings=clip.camera_id in visible_cameras(principal, Verb.SEARCH),
        )
        if new:
            record(
                principal, "evidence.requested", f"clip:{clip.id}", _told(package), reason=reason
            )
        return Response(_shown(package), status=202, headers={"Location": request.path})


class EvidenceFileView(APIView):
    authentication_classes = [*APIView.authentication_classes, ClipCookieAuthentication]
    required_verb = Verb.EXPORT

    @extend_schema(
        operation_id="get_clip_evidence_file",
        responses={(200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, clip_id: UUID) -> HttpResponseBase:
        """The ZIP, whole or by `Range`."""
        principal = principal_of_request(request)
        clip = _clip(request, clip_id)
        package = _own_package(principal, clip)
        if package.state != ClipState.READY:
            raise ConflictError(f"the package is {package.state}")
        may_search = clip.camera_id in visible_cameras(principal, Verb.SEARCH)
        if package.with_sightings and not may_search:
            raise ConflictError("it holds what you may no longer search: request it again")
        name = f"evidence-{clip.starts_at:%Y%m%dT%H%M%SZ}-{package.id}.zip"
        path = package_path(packages_folder(), package.id)
        answer = download(request, path, name, "application/zip", open_kept)
        if is_first_fetch(answer, principal.user_id, f"evidence:{package.id}"):
            record(principal, "evidence.fetched", f"clip:{clip.id}", _told(package))
        return answer


class EvidenceKeysView(APIView):
    permission_classes = [SignedIn]

    @extend_schema(operation_id="list_evidence_keys", responses=EvidenceKeysSerializer)
    def get(self, request: Request) -> Response:
        """The public keys that sign or signed evidence, newest first."""
        refuse_unknown_parameters(request, paginated=False)
        current = current_fingerprint()
        return Response(
            {
                "keys": [
                    {
                        **jwks(Ed25519PublicKey.from_public_bytes(from_text(key.public)))["keys"][
                            0
                        ],
                        "fingerprint": key.fingerprint,
                        "current": key.fingerprint == current,
                        "first_used_at": key.first_used_at,
                    }
                    for key in evidence_keys()
                ]
            }
        )


def _clip(request: Request, clip_id: UUID) -> Clip:
    clip = Clip.objects.filter(pk=clip_id).first()
    scope = visible_cameras(principal_of_request(request), Verb.EXPORT)
    if clip is None or clip.camera_id not in scope:
        raise NotFoundError
    return clip


def _own_package(principal: Principal, clip: Clip) -> EvidencePackage:
    package = newest_package(clip.id, principal.user_id)
    if package is None:
        raise NotFoundError("you have requested no evidence of this clip")
    return package


def _shown(package: EvidencePackage) -> Any:
    return EvidenceSerializer(package).data


def _told(package: EvidencePackage) -> dict[str, object]:
    """For the audit log."""
    clip = package.clip
    return {
        "package": package.id,
        "camera": clip.camera_id,
        "from": clip.starts_at,
        "to": clip.ends_at,
        "sha256": package.sha256,
    }
