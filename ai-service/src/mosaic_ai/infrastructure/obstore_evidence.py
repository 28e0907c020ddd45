"""Evidence crops in an object store: a folder, S3, or memory, by URL."""

from obstore.exceptions import BaseError

from mosaic_ai.infrastructure.object_stores import open_store
from mosaic_contracts.errors import UnavailableError


class ObstoreEvidence:
    """EvidenceStore on obstore. Thread-safe."""

    def __init__(self, url: str) -> None:
        self._store = open_store(url)

    def put(self, key: str, jpeg: bytes) -> None:
        try:
            self._store.put(key, jpeg)
        except (BaseError, OSError) as error:
            raise UnavailableError("the evidence store does not take pictures now") from error
