"""A recorded camera → clip → evidence package → `./mosaic verify`, and a flipped bit is named."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until

from .verdicts import verified

RECORDED_S = 8
CLIP_S = 5


def test_evidence_when_a_reviewer_takes_it_out_then_anyone_verifies_it(
    stack: RunningStack,
    demo_source: str,
    add_camera: Callable[..., dict[str, Any]],
    sign_in: Callable[[str], FrontDoor],
    tmp_path: Path,
) -> None:
    camera = add_camera(demo_source, recording={"mode": "continuous"})
    reviewer = sign_in("reviewer")

    def recorded() -> dict[str, Any] | None:
        found = reviewer.answer("GET", f"/api/v1/recordings?camera={camera['id']}")["items"]
        return next((span for span in found if span["duration_s"] > RECORDED_S), None)

    span = until(recorded, "a recording", within_s=120, despite=(AssertionError,))
    start = datetime.fromisoformat(span["from"]) + timedelta(seconds=1)
    wish = {
        "camera": camera["id"],
        "from": start.isoformat(),
        "to": (start + timedelta(seconds=CLIP_S)).isoformat(),
    }
    clip = f"/api/v1/clips/{reviewer.answer('POST', '/api/v1/clips', json=wish)['id']}"
    until(lambda: reviewer.answer("GET", clip)["state"] == "ready", "a clip", within_s=90)
    reviewer.answer("POST", f"{clip}/evidence", json={"reason": "an end-to-end check"})

    def packed() -> dict[str, Any] | None:
        shown: dict[str, Any] = reviewer.answer("GET", f"{clip}/evidence")
        return shown if shown["state"] in {"ready", "failed"} else None

    shown = until(packed, "a package", within_s=90)
    assert shown["state"] == "ready", shown
    archive = reviewer.get(shown["file"]).content
    keys = reviewer.answer("GET", "/api/v1/evidence/keys")["keys"]
    [key] = [each["fingerprint"] for each in keys if each["current"]]
    package = tmp_path / "evidence.zip"
    package.write_bytes(archive)
    status, told = verified(stack.home, package, key)
    assert (status, told["findings"]) == (0, [])
    assert told["manifest"]["camera"]["id"] == camera["id"]
    at = archive.index(b"ftyp")
    package.write_bytes(archive[:at] + b"F" + archive[at + 1 :])
    status, told = verified(stack.home, package, key)
    found = [(finding["code"], finding["path"]) for finding in told["findings"]]
    assert (status, found) == (1, [("changed-file", "video.mp4")])
