"""Query parameters as the OpenAPI document tells them."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from mosaic_backend.shared.http.pagination import DEFAULT_LIMIT, MAX_LIMIT

CAMERA = OpenApiParameter("camera", OpenApiTypes.UUID)
FROM = OpenApiParameter("from", OpenApiTypes.DATETIME, description="At or after.")
TO = OpenApiParameter("to", OpenApiTypes.DATETIME, description="Before.")
MIN_CONFIDENCE = OpenApiParameter("min_confidence", float)
PAGE = (
    OpenApiParameter("cursor", str, description="`next_cursor` of the page before."),
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    ),
)
