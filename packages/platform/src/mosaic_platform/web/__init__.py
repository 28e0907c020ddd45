"""The HTTP edge that the FastAPI services share: problems, probes, metrics, request ids, limits."""

from mosaic_platform.web.app import create_app
from mosaic_platform.web.bearer import BearerToken

__all__ = ["BearerToken", "create_app"]
