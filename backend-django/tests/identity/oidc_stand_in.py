"""A small OpenID Connect provider on loopback that keeps to the specification unless a test tells it otherwise."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "mosaic", "the client's secret"
REDIRECT_URI = "http://testserver/api/v1/auth/oidc/stand-in/callback"


@cache
def _first_key() -> RSAKey:
    return RSAKey.generate_key(2048, auto_kid=True)


class StandIn:
    """claims: of the person who signs in next. token: makes the ID token of claims; attacks replace it.

    answers: path → (status, body) that are sent instead. asked: the paths, in order.
    """

    def __init__(self) -> None:
        self.key = _first_key()
        self.claims: dict[str, Any] = {
            "sub": "s-1",
            "preferred_username": "eve",
            "email": "eve@example.org",
            "email_verified": True,
        }
        self.userinfo: dict[str, Any] = {"sub": "s-1"}
        self.token: Callable[[dict[str, Any]], str] = self.signed
        self.metadata: dict[str, Any] = {}
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.asked: list[str] = []
        self.issuer = ""
        self._codes: dict[str, dict[str, str]] = {}

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid, **header}, claims, self.key)

    def grant(self, location: str, **changes: str) -> str:
        """The person signs in at the address to which the browser was sent; tells the query it comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert location.startswith(f"{self.issuer}/authorize?")
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        assert asked["redirect_uri"] == REDIRECT_URI
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return urlencode({"code": code, "state": asked["state"], "iss": self.issuer} | changes)

    def claims_for(self, nonce: str) -> dict[str, Any]:
        now = int(time.time())
        times = {"iat": now, "exp": now + 60}
        return {"iss": self.issuer, "aud": CLIENT_ID, "nonce": nonce, **times, **self.claims}

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, bytes]:
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return _json(200, self._document())
        if path == "/jwks":
            return _json(200, {"keys": [self.key.as_dict(private=False, use="sig")]})
        if path == "/userinfo" and authorization.startswith("Bearer at-"):
            return _json(200, self.userinfo)
        if path == "/token":
            return self._exchange(form)
        return _json(404, {})

    def _document(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "authorization_response_iss_parameter_supported": True,
            **self.metadata,
        }

    def _exchange(self, form: dict[str, str]) -> tuple[int, bytes]:
        known = self._codes.pop(form.get("code", ""), None)
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return _json(401, {"error": "invalid_client"})
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            known is None
            or known["code_challenge"] != challenge
            or known["redirect_uri"] != form.get("redirect_uri")
        ):
            return _json(400, {"error": "invalid_grant"})
        token = self.token(self.claims_for(known["nonce"]))
        return _json(
            200,
            {
                "access_token": "at-" + secrets.token_urlsafe(8),
                "token_type": "Bearer",
                "id_token": token,
            },
        )


def _json(status: int, body: dict[str, Any]) -> tuple[int, bytes]:
    return status, json.dumps(body).encode()


@contextmanager
def served(stand_in: StandIn) -> Iterator[StandIn]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send({name: values[0] for name, values in parse_qs(body).items()})

        def _send(self, form: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            status, body = stand_in.answer(path, form, self.headers.get("Authorization", ""))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", body.decode())
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    stand_in.issuer = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
