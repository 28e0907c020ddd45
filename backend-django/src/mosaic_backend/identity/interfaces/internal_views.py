"""Internal HTTP: whose access tokens are void."""

import hashlib
from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from mosaic_backend.identity.infrastructure.revocations import revoked_since
from mosaic_backend.shared.http.internal import InternalView
from mosaic_contracts.internal_api import Revocation, Revocations

TOLD_FOR = timedelta(days=1)
"""Longer than a token lives: whoever was down meanwhile ends streams that were opened before."""


class RevocationsView(InternalView):
    def get(self, request: Request) -> HttpResponse:
        """The last revocation of every user who had one within a day; 304 while nothing has changed.

        All of them each time: a row may be committed after one that has a later instant.
        """
        found = revoked_since(timezone.now() - TOLD_FOR)
        told = Revocations(
            items=[
                Revocation(user_id=user_id, until=until) for user_id, until in sorted(found.items())
            ]
        )
        body = told.model_dump_json().encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Cache-Control": "no-store"}
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, content_type="application/json", headers=headers)
