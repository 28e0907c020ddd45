"""Bodies of the camera doctor's HTTP interface. Shares are 0..1; units stand in the names."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from mosaic_ai.domain.camera_health.diagnosis import Examination, Occasion
from mosaic_ai.domain.camera_health.facts import (
    ClockFacts,
    LightMode,
    PictureFacts,
    PlateFacts,
    SceneFacts,
    StreamFacts,
)
from mosaic_ai.domain.camera_health.findings import Code, Purpose, Severity, Subject
from mosaic_ai.domain.camera_health.ports import Reference


class HealthFinding(BaseModel):
    """One thing to mend: what was measured, why it matters and for what, and the setting to change."""

    code: Code
    subject: Subject
    severity: Severity
    measured: str
    limit: str
    unit: str
    affects: list[Purpose]
    meaning: str
    setting: str
    change_to: str


class HealthFacts(BaseModel):
    """What was measured; null: could not be, as scenes without a reference and plates where none passed."""

    stream: StreamFacts | None
    picture: PictureFacts | None
    scene: SceneFacts | None
    plates: PlateFacts | None
    clock: ClockFacts | None


class ViewReference(BaseModel):
    """What views of that light are compared with. chosen: whether a person said that it is right."""

    light: LightMode
    taken_at: datetime
    age_s: float
    chosen: bool


class CameraHealthResponse(BaseModel):
    """The latest examination; score: 0 to 100. references: at most one by day and one by night."""

    camera_id: UUID
    examined_at: datetime
    occasion: Occasion
    score: int = Field(ge=0, le=100)
    findings: list[HealthFinding]
    facts: HealthFacts
    references: list[ViewReference]


class HealthPoint(BaseModel):
    """One examination in short."""

    examined_at: datetime
    occasion: Occasion
    light: LightMode | None
    score: int = Field(ge=0, le=100)
    findings: dict[Code, Severity]


class HealthTrend(BaseModel):
    """Oldest first. change: the latest score less the first of the same light, null where there is but one."""

    camera_id: UUID
    items: list[HealthPoint]
    change: int | None


def health_response(
    camera_id: UUID, examination: Examination, references: list[ViewReference]
) -> CameraHealthResponse:
    body: dict[str, Any] = asdict(examination)
    return CameraHealthResponse(camera_id=camera_id, references=references, **body)


def view_reference(reference: Reference, now: datetime) -> ViewReference:
    return ViewReference(
        light=reference.view.light,
        taken_at=reference.taken_at,
        age_s=round(max(timedelta(), now - reference.taken_at).total_seconds(), 1),
        chosen=reference.chosen,
    )


def health_trend(camera_id: UUID, examinations: list[Examination]) -> HealthTrend:
    items = [
        HealthPoint(
            examined_at=each.examined_at,
            occasion=each.occasion,
            light=each.facts.picture.light if each.facts.picture else None,
            score=each.score,
            findings={finding.code: finding.severity for finding in each.findings},
        )
        for each in examinations
    ]
    same = [point.score for point in items if point.light == items[-1].light]
    change = same[-1] - same[0] if len(same) > 1 else None
    return HealthTrend(camera_id=camera_id, items=items, change=change)
