"""`Idempotency-Key` on creations: a repeated request gets the first one's answer and does nothing."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.shared.http.idempotency_keys import IdempotencyKey
from mosaic_contracts.errors import InvalidInputError, MosaicError

KEPT_FOR = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_KEPT_HEADERS = ("Location", "ETag")


class KeyReusedError(MosaicError):
    """The Idempotency-Key was used for another request."""

    code = "unprocessable"


def idempotent(
    handler: Callable[..., Response],
) -> Callable[..., Response]:
    """Decorates a view's `post`. Runs it in the transaction that stores its answer; errors are not stored."""

    @wraps(handler)
    def wrapper(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not _KEY.fullmatch(key):
            raise InvalidInputError(
                "Idempotency-Key has 1 to 255 visible ASCII characters", pointer="Idempotency-Key"
            )
        owner = str(request.user.pk)
        digest = _digest(request)
        with transaction.atomic():
            _lock(owner, key)
            oldest = timezone.now() - KEPT_FOR
            IdempotencyKey.objects.filter(created_at__lt=oldest).delete()
            known = IdempotencyKey.objects.filter(owner=owner, key=key).first()
            if known is not None:
                if known.request_digest != digest:
                    raise KeyReusedError
                headers = {**known.headers, "Idempotency-Replayed": "true"}
                return Response(known.body, status=known.status, headers=headers)
            response = handler(view, request, *args, **kwargs)
            IdempotencyKey.objects.create(
                owner=owner,
                key=key,
                request_digest=digest,
                status=response.status_code,
                body=json.loads(json.dumps(response.data, cls=DjangoJSONEncoder)),
                headers={name: response[name] for name in _KEPT_HEADERS if name in response},
            )
            return response

    return wrapper


def _digest(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True, default=str)
    return hashlib.sha256(f"{request.method} {request.path}\n{body}".encode()).hexdigest()


def _lock(owner: str, key: str) -> None:
    """Makes a concurrent request with the same key wait until this one's transaction ends."""
    name = hashlib.sha256(f"{owner}\n{key}".encode()).digest()[:8]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(name, "big", signed=True)]
        )
