"""What a search of detections may ask, as query parameters."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from mosaic_backend.detections.application.detections import DetectionFilters, DrawnBox, Meets
from mosaic_backend.detections.interfaces.scope import cameras_to_search_among
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import (
    choice_from,
    id_from,
    ids_from,
    share_from,
    span_from,
    text_from,
    texts_from,
)
from mosaic_contracts.errors import InvalidInputError

REPEATED = ("camera", "group", "label", "zone")
FILTERS = (*REPEATED, "from", "to", "min_confidence", "track", "box", "meets")
MOST = 100
"""Of each that may be repeated."""
PARAMETERS = [
    OpenApiParameter(
        "camera", OpenApiTypes.UUID, many=True, description="Any of these, or of `group`."
    ),
    OpenApiParameter("group", OpenApiTypes.UUID, many=True, description="Camera groups."),
    OpenApiParameter("label", str, many=True, description="Any of these."),
    OpenApiParameter(
        "zone",
        str,
        many=True,
        description="The name of a zone that holds the object; any of these.",
    ),
    OpenApiParameter("from", OpenApiTypes.DATETIME, description="Captured at or after."),
    OpenApiParameter("to", OpenApiTypes.DATETIME, description="Captured before."),
    OpenApiParameter("min_confidence", float),
    OpenApiParameter("track", OpenApiTypes.UUID, description="The same object over frames."),
    OpenApiParameter(
        "box",
        str,
        description="A drawn box, `x1,y1,x2,y2` in shares of the picture, origin top left.",
    ),
    OpenApiParameter(
        "meets",
        str,
        enum=[each.value for each in Meets],
        description="How an object meets the drawn box: with its centre (so unless given), or at all.",
    ),
]


def filters_from(request: Request) -> DetectionFilters:
    """Raises InvalidInputError."""
    since, until = span_from(request)
    cameras = ids_from(request, "camera", most=MOST)
    groups = ids_from(request, "group", most=MOST)
    return DetectionFilters(
        cameras_to_search_among(principal_of_request(request), cameras, groups),
        labels=texts_from(request, "label", most=MOST),
        zones=texts_from(request, "zone", most=MOST, max_length=200),
        since=since,
        until=until,
        min_confidence=share_from(request, "min_confidence"),
        track=id_from(request, "track"),
        box=_box_from(request),
        meets=_meets_from(request),
    )


def asked_by(request: Request) -> dict[str, str | list[str]]:
    """What was asked, for the audit log."""
    lists = request.query_params.lists()
    return {
        name: values if len(values) > 1 else values[0] for name, values in lists if name in FILTERS
    }


def _box_from(request: Request) -> DrawnBox | None:
    text = text_from(request, "box", max_length=200)
    if text is None:
        return None
    try:
        box = DrawnBox(*map(float, text.split(",")))
    except (TypeError, ValueError):
        box = DrawnBox(1.0, 1.0, 0.0, 0.0)
    if not (0.0 <= box.x1 < box.x2 <= 1.0 and 0.0 <= box.y1 < box.y2 <= 1.0):
        raise InvalidInputError(
            "box is x1,y1,x2,y2 from 0 to 1, the first corner above and left of the second",
            pointer="box",
        )
    return box


def _meets_from(request: Request) -> Meets:
    text = choice_from(request, "meets", Meets)
    if text is None:
        return Meets.CENTRE
    if "box" not in request.query_params:
        raise InvalidInputError("meets says nothing without box", pointer="meets")
    return Meets(text)
