"""A whole stack that encrypts its recordings: they play, are cut and proved, keys change, and nothing is lost."""

import json
import os
import re
import signal
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from mosaic_cli.checks.live import hls
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until

from .encrypted_camera import MAGIC, WITHIN_S, EncryptedCamera
from .verdicts import fsck, mosaic, verified

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        os.environ.get("MOSAIC_RECORDING_ENCRYPTION") not in {"1", "true"},
        reason="the stack does not encrypt; start it with MOSAIC_RECORDING_ENCRYPTION=1",
    ),
]
NOT_YET = (AssertionError, httpx.HTTPError, FileNotFoundError)
TRIES = 5
CROWD = 40


@pytest.fixture(scope="module")
def camera(stack: RunningStack, admin: FrontDoor) -> Iterator[EncryptedCamera]:
    """One that recorded a while and does so no more; all of it is encrypted."""
    source = f"rtsp://{stack.parts()['demo']['address']}/camera-01"
    made = admin.add_camera("e2e-encrypted", source)
    camera = EncryptedCamera(admin, stack.home, made["id"])
    camera.record()
    yield camera
    admin.remove_camera(made["id"])


def of_this(camera: EncryptedCamera, findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Other tests kill recorders: what they leave is theirs."""
    return [one for one in findings if one["camera"] in {camera.id, None}]


def keys(stack: RunningStack) -> dict[str, str]:
    """The state of each."""
    told = json.loads(mosaic(stack.home, "keys", "status", "--json")[1])
    assert told["encrypts"]
    return {key["key_id"]: key["state"] for key in told["keys"] if key["key_id"]}


def test_recording_then_not_to_be_read_on_the_disk_and_plays_as_it_was(
    camera: EncryptedCamera,
) -> None:
    [file, *_] = camera.playback()["files"]
    name, content = file["name"], camera.content(file["name"])
    stored = (camera.folder / name).read_bytes()
    assert camera.encrypted(name)
    assert content[4:8] == b"ftyp"
    assert len(stored) > len(content)
    assert not any(content[at : at + 32] in stored for at in range(0, len(content) - 32, 4096))
    assert hls.decoded_frames(content) > 0
    for fragment in file["fragments"]:
        first, last = fragment["offset"], fragment["offset"] + fragment["bytes"] - 1
        answer = camera.media(name, f"bytes={first}-{last}")
        assert (answer.status_code, answer.content) == (206, content[first : last + 1])
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(content)}"
        assert answer.content[4:8] == b"moof"
    seek = file["fragments"][len(file["fragments"]) // 2]
    shown = content[seek["offset"] : seek["offset"] + seek["bytes"]]
    assert hls.decoded_frames(b64decode(file["init"]) + shown) > 0
    assert camera.media(name, "bytes=-100").content == content[-100:]
    beyond = camera.media(name, f"bytes={len(content)}-")
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(content)}")


def test_media_when_many_were_served_at_once_before_then_each_range_comes(
    camera: EncryptedCamera, admin: FrontDoor
) -> None:
    """Threads that the crowd left behind must hold none of the few database connections."""
    with ThreadPoolExecutor(CROWD) as crowd:
        asked = [crowd.submit(admin.get, "/api/v1/cameras") for _ in range(4 * CROWD)]
        assert {answer.result().status_code for answer in asked} == {200}
    [file, *_] = camera.playback()["files"]
    for at in range(0, 100 * CROWD, 100):
        answer = camera.media(file["name"], f"bytes={at}-{at + 99}")
        assert (answer.status_code, len(answer.content)) == (206, 100), answer.text


def test_timeline_and_thumbnail_then_as_of_a_plain_recording(
    camera: EncryptedCamera, admin: FrontDoor
) -> None:
    period = camera.period()
    told = admin.answer(
        "GET", "/api/v1/recordings/timeline", params={"camera": camera.id, **period}
    )
    assert "recorded" in {span["kind"] for span in told["items"][0]["spans"]}
    assert not [gap for gap in camera.playback()["gaps"] if gap["cause"] == "unreadable"]
    picture = camera.thumbnail(datetime.fromisoformat(period["from"]) + timedelta(seconds=3))
    assert picture.status_code == 200
    assert picture.content.startswith(b"\xff\xd8")


def test_exact_clip_and_its_package_then_verified(
    camera: EncryptedCamera, stack: RunningStack, admin: FrontDoor, tmp_path: Path
) -> None:
    start = datetime.fromisoformat(camera.period()["from"]) + timedelta(seconds=1.3)
    wish = {"from": start.isoformat(), "to": (start + timedelta(seconds=3)).isoformat()}
    asked = admin.answer("POST", "/api/v1/clips", json={"camera": camera.id, "exact": True, **wish})
    clip = f"/api/v1/clips/{asked['id']}"

    def ended(path: str) -> dict[str, Any]:
        def told() -> dict[str, Any] | None:
            shown: dict[str, Any] = admin.answer("GET", path)
            return shown if shown["state"] in {"ready", "failed"} else None

        shown = until(told, f"{path} is done", within_s=WITHIN_S)
        assert shown["state"] == "ready", shown
        return shown

    file = admin.get(ended(clip)["file"]).content
    data = stack.home / "data/backend"
    made = data / "clips" / f"{asked['id']}.mp4"
    assert made.read_bytes().startswith(MAGIC)
    assert hls.decoded_frames(file) == pytest.approx(75, abs=25)
    assert (
        admin.request("GET", f"{clip}/file", headers={"Range": "bytes=1000-1999"}).content
        == (file[1000:2000])
    )
    admin.answer("POST", f"{clip}/evidence", json={"reason": "an end-to-end check"})
    package = tmp_path / "evidence.zip"
    package.write_bytes(admin.get(ended(f"{clip}/evidence")["file"]).content)
    [stored] = (data / "evidence-packages").glob(
        f"{admin.answer('GET', f'{clip}/evidence')['id']}.zip"
    )
    assert stored.read_bytes().startswith(MAGIC)
    known = admin.answer("GET", "/api/v1/evidence/keys")["keys"]
    [key] = [each["fingerprint"] for each in known if each["current"]]
    status, told = verified(stack.home, package, key)
    assert (status, told["findings"]) == (0, [])
    assert told["manifest"]["camera"]["id"] == camera.id


def test_keys_when_rotated_while_recording_then_old_and_new_footage_plays(
    camera: EncryptedCamera, stack: RunningStack
) -> None:
    old = {name: camera.content(name) for name in camera.names()}
    before = set(keys(stack))
    growing = camera.begin()
    status, said = mosaic(stack.home, "keys", "rotate")
    assert status == 0
    camera.end()
    until(lambda: camera.encrypted(*growing), "the new file encrypted", within_s=WITHIN_S)
    assert old.keys() | growing <= camera.names()
    assert {name: camera.content(name) for name in old} == old
    assert all(hls.decoded_frames(camera.content(name)) > 0 for name in growing)
    for key in before:
        assert mosaic(stack.home, "keys", "retire", key)[0] == 0
    [(new, state)] = keys(stack).items()
    assert (state, said.startswith(f"new key {new}")) == ("newest", True)
    assert {name: camera.content(name) for name in old} == old


def test_worker_when_killed_while_it_encrypts_then_nothing_is_lost(
    camera: EncryptedCamera, stack: RunningStack
) -> None:
    def parts() -> list[Path]:
        with suppress(FileNotFoundError):
            return list(camera.parts.iterdir())
        return []

    def killed_at_work(names: set[str]) -> bool:
        """False: it was faster than this could look."""
        pid = stack.parts()["backend-worker"]["pid"]
        camera.end()

        def at_work() -> str:
            if parts():
                os.kill(pid, signal.SIGKILL)
                return "killed"
            return "done" if camera.encrypted(*names) else ""

        found = until(at_work, "a file is being encrypted", within_s=WITHIN_S, pause_s=0)
        return found == "killed"

    known = camera.names()
    for _ in range(TRIES):
        names = camera.begin()
        known |= names
        if killed_at_work(names):
            break
    else:
        pytest.fail("the worker was never seen at work")
    until(lambda: camera.encrypted(*names), "encrypted after all", within_s=WITHIN_S)
    until(lambda: not parts(), "what was left is gone", within_s=WITHIN_S)
    assert camera.names() == known
    assert all(hls.decoded_frames(camera.content(name)) > 0 for name in names)
    # By the hash that was taken while it was plain.
    assert of_this(camera, fsck(stack.home)) == []


def test_key_when_lost_then_told_clearly_and_counted_until_it_is_back(
    camera: EncryptedCamera, stack: RunningStack
) -> None:
    def missing() -> float:
        told = httpx.get(f"http://{stack.parts()['backend']['address']}/metrics", timeout=20).text
        [count] = re.findall(
            r'^mosaic_recording_files\{stored="key-missing"\} (\S+)', told, re.MULTILINE
        )
        return float(count)

    ring = stack.home / "secrets/recording-keys"
    kept = ring.read_text()
    lost = next(key for key, state in keys(stack).items() if state == "newest")
    content = {name: camera.content(name) for name in camera.names()}
    other = urlsafe_b64encode(os.urandom(32)).decode()
    assert missing() == 0
    try:
        ring.write_text(f"{other}\n")
        for name in content:
            answer = camera.media(name)
            assert (answer.status_code, answer.json()["code"]) == (500, "recording-unreadable")
            assert lost in answer.json()["detail"]
        told = camera.playback()
        assert told["files"] == []
        assert "unreadable" in {gap["cause"] for gap in told["gaps"]}
        assert missing() >= len(content)
        found = of_this(camera, fsck(stack.home))
        assert {one["kind"] for one in found} == {"key-missing"}
        assert {one["name"] for one in found if one["camera"]} == content.keys()
    finally:
        # Of other cameras something may be under the other one by now.
        ring.write_text(f"{kept}{other}\n")
    assert {name: camera.content(name) for name in content} == content
    assert missing() == 0
