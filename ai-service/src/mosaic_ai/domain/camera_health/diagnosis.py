"""From facts to findings and a score of 0 to 100."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mosaic_ai.domain.camera_health.clock_rules import clock_findings
from mosaic_ai.domain.camera_health.facts import Facts
from mosaic_ai.domain.camera_health.findings import RANK, Code, Finding, Severity, Subject
from mosaic_ai.domain.camera_health.picture_rules import picture_findings
from mosaic_ai.domain.camera_health.plate_rules import plate_findings
from mosaic_ai.domain.camera_health.scene_rules import scene_findings
from mosaic_ai.domain.camera_health.stream_rules import stream_findings

WEIGHTS: dict[Subject, float] = {
    "stream": 25,
    "picture": 30,
    "scene": 25,
    "plates": 15,
    "clock": 5,
}
"""What a camera is worth by: that one sees something, and that it is the right thing, more than anything else."""
COST: dict[Severity, float] = {"critical": 1.0, "warning": 0.4, "info": 0.1}
"""Which share of its subject's weight a finding takes."""
MOST_WITH_CRITICAL = 40
"""A covered camera is a bad one however well it encodes: with a critical finding the score is no higher."""

Occasion = Literal["asked", "scheduled"]


@dataclass(frozen=True)
class Examination:
    """What came of examining a camera once. The gravest finding first."""

    examined_at: datetime
    occasion: Occasion
    score: int
    findings: tuple[Finding, ...]
    facts: Facts

    @property
    def codes(self) -> frozenset[Code]:
        return frozenset(finding.code for finding in self.findings)


def diagnosed(facts: Facts, *, at: datetime, occasion: Occasion) -> Examination:
    findings = sorted(_findings(facts), key=lambda finding: RANK[finding.severity])
    return Examination(at, occasion, score_of(facts, findings), tuple(findings), facts)


def score_of(facts: Facts, findings: Sequence[Finding]) -> int:
    """Each measured subject gives its weight less what its findings cost; what was not measured does not count."""
    total = left = 0.0
    for subject, weight in WEIGHTS.items():
        if getattr(facts, subject) is None:
            continue
        cost = sum(COST[each.severity] for each in findings if each.subject == subject)
        total += weight
        left += weight * max(0.0, 1 - cost)
    score = round(100 * left / total) if total else 0
    critical = any(finding.severity == "critical" for finding in findings)
    return min(score, MOST_WITH_CRITICAL) if critical else score


def _findings(facts: Facts) -> list[Finding]:
    found: list[Finding] = []
    if facts.stream:
        found += stream_findings(facts.stream)
    if facts.picture:
        found += picture_findings(facts.picture)
    if facts.scene:
        found += scene_findings(facts.scene)
    if facts.plates:
        found += plate_findings(facts.plates, facts.picture)
    if facts.clock:
        found += clock_findings(facts.clock)
    return found
