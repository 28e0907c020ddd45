"""A signed-in client of the public interface."""

import json
import ssl
import threading
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from typing import Any

import httpx

TIMEOUT_S = 20.0


class FrontDoor:
    """Signs in when first needed and again before the token runs out; threads may share it.

    tls: whom to trust, for an address of https.
    """

    def __init__(
        self, url: str, username: str, password: str, tls: ssl.SSLContext | None = None
    ) -> None:
        self.url, self.tls = url, tls
        self._account = {"username": username, "password": password}
        self._token = ""
        self._expires_at = 0.0
        self._signing_in = threading.Lock()
        self.http = httpx.Client(base_url=url, timeout=TIMEOUT_S, verify=tls or True)

    def token(self) -> str:
        """A valid access token. Raises httpx.HTTPError."""
        with self._signing_in:
            if time.time() > self._expires_at - 60:
                response = self.http.post("/api/v1/auth/token", json=self._account)
                response.raise_for_status()
                self._token = response.json()["access"]
                self._expires_at = _claims(self._token)["exp"]
            return self._token

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token()}", **options.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **options)

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        return self.request("GET", path, params=parameters)

    def answer(self, method: str, path: str, **options: Any) -> Any:
        """The body of a good answer. Raises AssertionError with the problem otherwise."""
        response = self.request(method, path, **options)
        if not response.is_success:
            raise AssertionError(f"{method} {path}: {response.status_code} {response.text[:1000]}")
        return response.json() if response.content else None

    def every(self, path: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        """All items of a list, page after page."""
        cursor: str | None = None
        while True:
            wanted = parameters | ({"cursor": cursor} if cursor else {})
            page = self.answer("GET", path, params=wanted)
            yield from page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return

    def add_camera(self, name: str, source_url: str, **more: Any) -> dict[str, Any]:
        body = {"name": name, "source_url": source_url, "enabled": True, **more}
        camera: dict[str, Any] = self.answer("POST", "/api/v1/cameras", json=body)
        return camera

    def remove_camera(self, camera_id: str) -> None:
        """Gone, whoever took it away."""
        response = self.request("DELETE", f"/api/v1/cameras/{camera_id}")
        if response.status_code not in {204, 404}:
            raise AssertionError(f"DELETE camera: {response.status_code} {response.text[:500]}")

    def stream_of(self, camera_id: str) -> dict[str, Any]:
        """The stream state as `GET /api/v1/cameras/{id}` tells it; empty before the first news."""
        camera = self.answer("GET", f"/api/v1/cameras/{camera_id}")
        return camera["state"] or {}

    def viewer_session(self, camera_id: str) -> dict[str, Any]:
        session: dict[str, Any] = self.answer(
            "POST", f"/api/streaming/v1/cameras/{camera_id}/sessions"
        )
        return session

    def close(self) -> None:
        self.http.close()


def _claims(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims
