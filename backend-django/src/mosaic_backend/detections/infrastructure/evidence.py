"""The evidence store: pictures under keys, in a folder or a bucket."""

from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as NoSuchObjectError
from obstore.store import ObjectStore, from_url

from mosaic_contracts.errors import NotFoundError, UnavailableError


class ObstoreEvidence:
    def __init__(self, url: str) -> None:
        self._store: ObjectStore = from_url(url)

    def picture(self, key: str) -> bytes:
        """The bytes under the key. Raises NotFoundError, or UnavailableError when the store does not answer."""
        try:
            return bytes(self._store.get(key).bytes())
        except (NoSuchObjectError, FileNotFoundError) as error:
            raise NotFoundError("the picture is no longer kept") from error
        except (BaseError, OSError) as error:
            raise UnavailableError("the evidence store does not answer") from error
