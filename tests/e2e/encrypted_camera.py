"""A camera of a stack that encrypts recordings: what of it lies on the disk, and what the front door gives."""

from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.waiting import until

MAGIC = b"\x8bMOSENC\n"
RECORDED_S = 6
WITHIN_S = 120


class EncryptedCamera:
    """folder: of its recordings. A round records a while; its files are told by their names."""

    def __init__(self, admin: FrontDoor, home: Path, camera_id: str) -> None:
        self.id = camera_id
        self.folder = home / "data/recordings" / camera_id
        self.parts = home / "data/recordings/.encryption"
        self._admin = admin
        self._path = f"/api/v1/cameras/{camera_id}"

    def names(self) -> set[str]:
        return {path.name for path in self.folder.glob("*.mp4")}

    def begin(self) -> set[str]:
        """What is written to now; returns once that is something to see."""
        before = self.names()
        self._record("continuous")

        def grown() -> set[str]:
            told = self.spans()
            newest = self.names() - before
            long = told and told[-1]["duration_s"] > RECORDED_S
            return newest if long and not self.encrypted(*newest) else set()

        return until(grown, "footage", within_s=WITHIN_S, despite=(FileNotFoundError,))

    def end(self) -> None:
        """Nothing is written any more, so the file is closed."""
        self._record("off")

    def record(self) -> set[str]:
        """The names of a whole round, which is encrypted then."""
        names = self.begin()
        self.end()
        until(lambda: self.encrypted(*names), f"{names} encrypted", within_s=WITHIN_S)
        return names

    def encrypted(self, *names: str) -> bool:
        """Whether all of these are, by the files."""
        heads = [(self.folder / name).read_bytes()[: len(MAGIC)] for name in names]
        return bool(heads) and all(head == MAGIC for head in heads)

    def spans(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._admin.answer(
            "GET", "/api/v1/recordings", params={"camera": self.id}
        )["items"]
        return found

    def media(self, name: str, wanted: str = "") -> httpx.Response:
        return self._admin.request(
            "GET",
            "/api/v1/recordings/media",
            params={"camera": self.id, "file": name},
            headers={"Range": wanted} if wanted else {},
        )

    def content(self, name: str) -> bytes:
        """Whole. Raises AssertionError where it is not given."""
        answer = self.media(name)
        assert answer.status_code == 200, answer.text[:500]
        return answer.content

    def playback(self) -> dict[str, Any]:
        told: dict[str, Any] = self._admin.answer(
            "GET", "/api/v1/recordings/playback", params={"camera": self.id, **self.period()}
        )
        return told

    def period(self) -> dict[str, str]:
        spans = self.spans()
        return {"from": spans[0]["from"], "to": spans[-1]["to"]}

    def thumbnail(self, at: datetime) -> httpx.Response:
        query = {"camera": self.id, "at": at.isoformat()}
        return self._admin.get("/api/v1/recordings/thumbnail", **query)

    def _record(self, mode: str) -> None:
        etag = self._admin.get(self._path).headers.get("etag")
        self._admin.answer(
            "PATCH",
            self._path,
            json={"recording": {"mode": mode}},
            headers={"If-Match": etag} if etag else {},
        )
