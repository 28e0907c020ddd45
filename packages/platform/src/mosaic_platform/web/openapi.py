"""The OpenAPI document as the service really answers: problems instead of FastAPI's own error shapes."""

from typing import Any

from fastapi import FastAPI

from mosaic_contracts.problems import MEDIA_TYPE, Problem

_REF = {"$ref": "#/components/schemas/Problem"}
_FASTAPI_ERRORS = ("HTTPValidationError", "ValidationError")


def problems_in(app: FastAPI) -> None:
    """Makes `app.openapi()` describe errors as application/problem+json."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = with_problems(generate())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def with_problems(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _FASTAPI_ERRORS:
        schemas.pop(name, None)
    problem_schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem_schema.pop("$defs", {}))
    schemas["Problem"] = problem_schema
    for path in document.get("paths", {}).values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"].setdefault(
                "default", {"description": "A problem", "content": {MEDIA_TYPE: {"schema": _REF}}}
            )
    return document
