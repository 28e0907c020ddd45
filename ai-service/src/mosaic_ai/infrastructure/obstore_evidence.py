"""Evidence crops in an object store: a folder, S3, or memory, by URL."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import from_url

from mosaic_contracts.errors import UnavailableError


class ObstoreEvidence:
    """EvidenceStore on obstore. Thread-safe."""

    def __init__(self, url: str) -> None:
        """`url`: file:///…, s3://bucket/prefix, memory:///; a folder is made."""
        if url.startswith("file:"):
            Path(unquote(urlsplit(url).path)).mkdir(parents=True, exist_ok=True)
        self._store = from_url(url)

    def put(self, key: str, jpeg: bytes) -> None:
        try:
            self._store.put(key, jpeg)
        except (BaseError, OSError) as error:
            raise UnavailableError("the evidence store does not take pictures now") from error
