"""What the OpenAPI document says beyond the views: the bearer scheme and problem answers."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator

from mosaic_contracts.problems import MEDIA_TYPE, Problem

PUBLIC = ("/api/v1/", "/partner/v1/")
_METHODS = {"get", "put", "post", "patch", "delete"}


class AccessTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "mosaic_backend.shared.http.authentication.AccessTokenAuthentication"
    match_subclasses = True
    name = "accessToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def public_endpoints(endpoints: list[Any]) -> list[Any]:
    """Preprocessing hook: only what the front door lets through."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(PUBLIC)]


class PartnerSchemaGenerator(SchemaGenerator):
    """The document of the partner API, which is one of its own."""

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        document: dict[str, Any] = super().get_schema(request, public)  # type: ignore[no-untyped-call]
        document["info"] |= {
            "title": "Mosaic partner API",
            "description": "Cameras, detections, plates, clips and a replayable feed of events, by API key.",
        }
        return document


def add_problem_responses(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Postprocessing hook: every operation may answer with a problem."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    document = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(document.pop("$defs", {}))
    schemas["Problem"] = document
    answer = {
        "description": "A problem",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in result.get("paths", {}).values():
        for method, operation in path.items():
            if method in _METHODS:
                operation["responses"].setdefault("default", answer)
    return result
