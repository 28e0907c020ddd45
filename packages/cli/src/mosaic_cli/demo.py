"""The simulated cameras of a home: how many, and their entries in the backend."""

import fcntl
import json
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from platformdirs import user_cache_path

from mosaic_cli.commands import CancelledError, run
from mosaic_cli.components.demo import camera_name
from mosaic_cli.files import write_private
from mosaic_cli.home import Home
from mosaic_cli.repository import ROOT
from mosaic_cli.stamps import Stamp, hash_files

FIRST_CAMERAS = 4


def clips_folder() -> Path:
    return user_cache_path("mosaic") / "demo"


@dataclass(frozen=True)
class DemoState:
    """cameras: how many to serve, 0 for no demo. made_at: the RTSP port that the backend's entries name."""

    cameras: int = 0
    made: int = 0
    made_at: int = 0

    @classmethod
    def load(cls, home: Home) -> "DemoState | None":
        """None before the first decision."""
        try:
            return cls(**json.loads((home.path / "demo.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def save(self, home: Home) -> None:
        write_private(home.path / "demo.json", json.dumps(asdict(self)) + "\n")


def render_clips(cameras: int, cancel: threading.Event) -> str:
    """Renders what is missing; nothing where the clips are there.

    Takes minutes of all cores, so that stacks that start at once wait for one of them to do it.
    """
    folder = clips_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        while not _locked(lock):
            if cancel.wait(0.5):
                raise CancelledError
        sources = (ROOT / "packages" / "demo" / "src").rglob("*.py")
        stamp = Stamp(folder / f".rendered-{cameras}", hash_files(sources))
        if stamp.fresh() and len(list(folder.glob("*[0-9].mp4"))) >= min(cameras, FIRST_CAMERAS):
            return "unchanged"
        run(
            [
                *("nice", sys.executable, "-m", "mosaic_demo", "render"),
                *("--out", str(folder), "--cameras", str(cameras)),
            ],
            cancel,
        )
        stamp.set()
    return f"{cameras} clips in {folder}"


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class CameraEntries:
    """The demo's cameras in the backend, through its public interface, as administrator."""

    def __init__(self, url: str, username: str, password: str) -> None:
        import httpx

        self._client = httpx.Client(base_url=url, timeout=20)
        answer = self._post("/api/v1/auth/token", {"username": username, "password": password})
        self._client.headers["Authorization"] = f"Bearer {answer['access']}"

    def any(self) -> bool:
        return bool(self._cameras())

    def make(self, sources: dict[int, str]) -> str:
        """Creates or corrects one camera for each number; a demo camera with another number goes away."""
        known = {camera["name"]: camera for camera in self._cameras()}
        made = corrected = 0
        for number, source_url in sources.items():
            name = camera_name(number)
            if name not in known:
                self._post(
                    "/api/v1/cameras", {"name": name, "source_url": source_url, "enabled": True}
                )
                made += 1
            elif known[name].get("source_url") != source_url:
                self._change("PATCH", known[name]["id"], {"source_url": source_url})
                corrected += 1
        surplus = [name for name in known if _number_of(name) and _number_of(name) not in sources]
        for name in surplus:
            self._change("DELETE", known[name]["id"], None)
        return f"{made} made, {corrected} corrected, {len(surplus)} removed"

    def _cameras(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        while True:
            parameters = {"cursor": cursor} if cursor else {}
            page = self._answer(self._client.get("/api/v1/cameras", params=parameters))
            found += page["items"]
            cursor = page.get("next_cursor")
            if not cursor:
                return found

    def _change(self, method: str, identifier: str, body: dict[str, Any] | None) -> None:
        path = f"/api/v1/cameras/{identifier}"
        current = self._client.get(path)
        headers = {"If-Match": current.headers["ETag"]} if "ETag" in current.headers else {}
        self._answer(self._client.request(method, path, json=body, headers=headers))

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._answer(self._client.post(path, json=body))

    @staticmethod
    def _answer(response: Any) -> dict[str, Any]:
        if response.is_error:
            raise RuntimeError(
                f"{response.request.url.path} answered {response.status_code}: {response.text[:500]}"
            )
        return response.json() if response.content else {}


def _number_of(name: str) -> int | None:
    prefix, _, digits = name.partition("-")
    return int(digits) if prefix == "camera" and len(digits) == 2 and digits.isdigit() else None
