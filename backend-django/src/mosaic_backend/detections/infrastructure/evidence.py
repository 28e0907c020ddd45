"""The evidence store: pictures under keys, in a folder or a bucket."""

import os
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as NoSuchObjectError
from obstore.store import ObjectStore, from_url

from mosaic_contracts.errors import NotFoundError, UnavailableError

ANSWER_WITHIN_S = 10
"""Somebody waits for the picture, and a worker for them: no longer than this, tries and all."""


class ObstoreEvidence:
    def __init__(self, url: str) -> None:
        """S3's endpoint, region and keys come from AWS_… variables."""
        self._store: ObjectStore = from_url(url, **(_patience() if url.startswith("s3:") else {}))

    def picture(self, key: str) -> bytes:
        """The bytes under the key. Raises NotFoundError, or UnavailableError when the store does not answer."""
        try:
            return bytes(self._store.get(key).bytes())
        except (NoSuchObjectError, FileNotFoundError) as error:
            raise NotFoundError("the picture is no longer kept") from error
        except (BaseError, OSError) as error:
            raise UnavailableError("the evidence store does not answer") from error

    def remove(self, keys: Sequence[str]) -> None:
        """Those that are gone already are no fault. Raises UnavailableError."""
        for key in keys:
            try:
                self._store.delete(key)
            except (NoSuchObjectError, FileNotFoundError):
                continue
            except (BaseError, OSError) as error:
                raise UnavailableError("the evidence store does not answer") from error


def _patience() -> dict[str, Any]:
    # Given options take the place of what obstore would have read of the environment.
    plain = os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"1", "true", "yes"}
    times = {"connect_timeout": "3s", "timeout": f"{ANSWER_WITHIN_S}s"}
    return {
        "client_options": {"allow_http": plain, **times},
        "retry_config": {"max_retries": 2, "retry_timeout": timedelta(seconds=ANSWER_WITHIN_S)},
    }
