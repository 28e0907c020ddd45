"""What is wrong with the time of the pictures."""

from collections.abc import Iterator

from mosaic_ai.domain.camera_health.facts import ClockFacts
from mosaic_ai.domain.camera_health.findings import Code, Finding, number

AHEAD_S = 0.5
"""A picture cannot arrive before it was taken; measuring errs by less than a tenth of a second."""
BEHIND_S, FAR_BEHIND_S = 3.0, 10.0
"""LL-HLS arrives 0.2 to 0.5 s late here and plain HLS with its segment; 10 s is where tiles turn red."""
JUMP_S = 0.5


def clock_findings(facts: ClockFacts) -> Iterator[Finding]:
    if facts.behind_s < -AHEAD_S:
        yield _finding("clock-ahead", -facts.behind_s, AHEAD_S, far=-facts.behind_s > FAR_BEHIND_S)
    elif facts.behind_s > BEHIND_S:
        yield _finding("clock-behind", facts.behind_s, BEHIND_S, far=facts.behind_s > FAR_BEHIND_S)
    if facts.jump_s > JUMP_S:
        yield Finding(
            code="clock-jumps",
            subject="clock",
            severity="warning",
            measured=number(facts.jump_s),
            limit=number(JUMP_S),
            unit="s",
            affects=("evidence_time", "playback"),
            meaning="the time of the pictures makes steps that their number does not explain: cameras played side"
            " by side drift apart, and searches miss by so much",
            setting="time synchronisation (NTP)",
            change_to="NTP on, of the same server as this machine; check the network for outages",
        )


def _finding(code: Code, by_s: float, limit_s: float, *, far: bool) -> Finding:
    word = "before" if code == "clock-ahead" else "long after"
    return Finding(
        code=code,
        subject="clock",
        severity="critical" if far else "warning",
        measured=number(by_s),
        limit=number(limit_s),
        unit="s",
        affects=("evidence_time", "live"),
        meaning=f"pictures arrive {word} the time that they claim: clocks differ, or the stream lags",
        setting="time synchronisation (NTP) of camera and media server",
        change_to="NTP on, of the same server as this machine",
    )
