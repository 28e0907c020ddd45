"""What the OpenAPI document says beyond the views: the bearer scheme and problem answers."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from mosaic_contracts.problems import MEDIA_TYPE, Problem

_METHODS = {"get", "put", "post", "patch", "delete"}


class AccessTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "mosaic_backend.shared.http.authentication.AccessTokenAuthentication"
    name = "accessToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def public_endpoints(endpoints: list[Any]) -> list[Any]:
    """Preprocessing hook: only what the front door lets through."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


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
