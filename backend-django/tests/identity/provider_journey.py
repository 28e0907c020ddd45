"""A browser's way to the provider and back."""

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from django.test import Client

from .oidc_stand_in import StandIn

OIDC = "/api/v1/auth/oidc"
START, CALLBACK = f"{OIDC}/stand-in/start", f"{OIDC}/stand-in/callback"


def begin(browser: Client, target: str = "") -> str:
    """The address at the provider to which the browser is sent."""
    answer = browser.get(START + (f"?next={quote(target)}" if target else ""))
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def sign_in(browser: Client, stand_in: StandIn, target: str = "") -> Any:
    """The answer of the callback."""
    return browser.get(f"{CALLBACK}?{stand_in.grant(begin(browser, target))}")


def ending(answer: Any) -> dict[str, str]:
    """What the console's sign-in page is told."""
    assert answer.status_code == 302, answer.content
    parts = urlsplit(answer["Location"])
    assert (parts.scheme, parts.netloc, parts.path) == ("", "", "/login")
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


def refusal(answer: Any) -> str:
    return ending(answer)["failure"]


def access_of(browser: Client) -> str:
    """The access token that the console asks for once it is back."""
    answer = browser.post("/api/v1/auth/refresh", {}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access"])


def me(browser: Client) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {access_of(browser)}"}
    found: dict[str, Any] = browser.get("/api/v1/me", headers=headers).json()
    return found
