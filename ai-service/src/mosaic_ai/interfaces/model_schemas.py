"""Bodies of the interface to models."""

from pydantic import BaseModel, Field

from mosaic_ai.application.activate_model import ModelOverview
from mosaic_ai.domain.engines import ModelFile, Role, Runtime


class ModelDescription(BaseModel):
    """One model, in use or not; without a name: a role for which none is in use.

    previous: a roll-back would take it. data_policy: of the data that it was trained on.
    """

    role: Role
    name: str
    version: str
    sha256: str
    licence: str
    source: str
    active: bool
    previous: bool
    runtime: Runtime
    measured: dict[str, float | str]
    data_policy: str
    date: str


class ModelsResponse(BaseModel):
    items: list[ModelDescription]
    next_cursor: str | None = None


class ActivateModelRequest(BaseModel):
    """A model as the list tells it."""

    name: str = Field(min_length=1, max_length=64)
    version: str = Field(min_length=1, max_length=64)


class ActiveModel(BaseModel):
    """What is in use in a role now; null: nothing."""

    role: Role
    name: str | None
    version: str | None
    sha256: str | None


def described(row: ModelOverview) -> ModelDescription:
    file = row.file
    return ModelDescription(
        role=file.role,
        name=file.name,
        version=file.version,
        sha256=file.sha256,
        licence=file.licence,
        source=file.source,
        active=row.active,
        previous=row.previous,
        runtime=file.runtime,
        measured=file.measured,
        data_policy=file.data_policy,
        date=file.date,
    )


def absent(role: Role) -> ModelDescription:
    return ModelDescription(
        role=role,
        name="",
        version="",
        sha256="",
        licence="",
        source="not shipped",
        active=False,
        previous=False,
        runtime="onnx",
        measured={},
        data_policy="",
        date="",
    )


def now_active(role: Role, file: ModelFile | None) -> ActiveModel:
    if file is None:
        return ActiveModel(role=role, name=None, version=None, sha256=None)
    return ActiveModel(role=role, name=file.name, version=file.version, sha256=file.sha256)
