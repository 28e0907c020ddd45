"""The public interface of the running stack, as its administrator, who signs out at the end."""

import json
from contextlib import suppress
from typing import Self

import httpx

from mosaic_cli.home import Home


class RefusedError(Exception):
    """The stack refused; the message holds every fault that it told."""


class SignedIn:
    """Raises RefusedError and httpx.HTTPError."""

    def __init__(self, url: str, username: str, password: str, *, timeout_s: float = 600.0) -> None:
        self.client = httpx.Client(base_url=url, timeout=timeout_s)
        told = self.answer(
            self.client.post(
                "/api/v1/auth/token", json={"username": username, "password": password}
            )
        ).json()
        self.client.headers["Authorization"] = f"Bearer {told['access']}"

    @classmethod
    def at(cls, home: Home, *, timeout_s: float) -> Self:
        """Raises OSError where that home was never started."""
        known = json.loads(home.credentials.read_text())
        admin = known["accounts"]["admin"]
        return cls(known["url"], admin["username"], admin["password"], timeout_s=timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(httpx.HTTPError):
            self.client.post("/api/v1/auth/logout", json={})
        self.client.close()

    @staticmethod
    def answer(response: httpx.Response) -> httpx.Response:
        if not response.is_error:
            return response
        try:
            told = response.json()
        except ValueError:
            told = {}
        faults = [f"{fault['pointer']}: {fault['detail']}" for fault in told.get("errors") or ()]
        head = told.get("detail") or f"{response.request.url.path} answered {response.status_code}"
        raise RefusedError("\n".join([head, *faults]))
