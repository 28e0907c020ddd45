"""Files that are fetched, as an attachment, whole or by range; and looks that the audit log is told of once."""

from collections.abc import Callable
from io import RawIOBase
from pathlib import Path

from django.core.cache import cache
from django.http import HttpResponseBase
from redis.exceptions import RedisError
from rest_framework.request import Request

from mosaic_backend.shared.http.ranged_file import ranged_file
from mosaic_contracts.errors import NotFoundError

FETCHED_ONCE_IN_S = 600


def download(
    request: Request, path: Path, name: str, content_type: str, opener: Callable[[Path], RawIOBase]
) -> HttpResponseBase:
    """name: that the file is saved under. Raises NotFoundError for a file that is gone, and as the opener."""
    try:
        answer = ranged_file(path, request.headers.get("Range"), content_type, opener=opener)
    except FileNotFoundError as error:
        raise NotFoundError("the file is gone") from error
    # Who may fetch it now may not for ever, and browsers play again what they keep.
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def is_first_fetch(answer: HttpResponseBase, by: str, of: str) -> bool:
    """Once in ten minutes: a player asks for many ranges of the same file."""
    return answer.status_code != 416 and is_first_look(by, of)


def is_first_look(by: str, of: str) -> bool:
    """Once in ten minutes for somebody and something. Without Redis: every time."""
    try:
        return bool(cache.add(f"fetched:{by}:{of}", 1, timeout=FETCHED_ONCE_IN_S))
    except RedisError:
        return True
