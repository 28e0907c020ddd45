"""The other services as far as the AI service meets them: a small HTTP server with the same contract."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import jwt
import uvicorn
from fastapi import FastAPI, Request, Response

from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import (
    AiSettings,
    DesiredCamera,
    DesiredCameras,
    ReaderSession,
    Revocation,
    Revocations,
)
from mosaic_contracts.permissions import Principal, Role
from mosaic_platform.access_tokens import AUDIENCE, ISSUER, claims_of
from mosaic_platform.keys import jwks, key_id, load_private_key
from mosaic_platform.service_tokens import ServiceTokenVerifier

SOMEBODY = new_id()


class Neighbours:
    """Backend and streaming in one; what they tell can be changed while they run."""

    def __init__(self, secrets_dir: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.hls_url = ""
        self.cameras: list[DesiredCamera] = []
        self.revision = 1
        self.sessions_opened = 0
        self.down = False
        self.revoked: dict[UUID, datetime] = {}
        self._key = load_private_key(secrets_dir / "access-token.pem")
        self._services = ServiceTokenVerifier(secrets_dir, ["ai"])
        config = uvicorn.Config(self._app(), host="127.0.0.1", port=port, log_config=None)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            threading.Event().wait(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(5)

    def add_camera(
        self,
        camera_id: UUID,
        *,
        group_id: UUID | None = None,
        source_url: str = "rtsp://127.0.0.1/x",
        **ai: object,
    ) -> None:
        self.cameras.append(
            DesiredCamera(
                id=camera_id,
                name="a camera",
                source_url=source_url,
                enabled=True,
                group_id=group_id,
                ai=AiSettings.model_validate(ai),
                revision=1,
            )
        )
        self.revision += 1

    def revoke(self, user_id: UUID) -> None:
        """As the backend does when a user is deactivated, changed or signed out everywhere."""
        self.revoked[user_id] = datetime.now(UTC)

    def token(
        self,
        role: Role = Role.VIEWER,
        *,
        groups: frozenset[UUID] = frozenset(),
        user_id: UUID = SOMEBODY,
    ) -> str:
        """A user's access token."""
        now = datetime.now(UTC)
        principal = Principal(
            user_id=str(user_id), username="u", role=role, all_cameras=False, group_ids=groups
        )
        times = {"iat": now.timestamp(), "exp": now + timedelta(minutes=10)}
        return jwt.encode(
            {**claims_of(principal), "iss": ISSUER, "aud": AUDIENCE, **times},
            self._key,
            algorithm="EdDSA",
            headers={"kid": key_id(self._key.public_key())},
        )

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/api/v1/auth/jwks.json")
        async def keys() -> dict[str, object]:
            return jwks(self._key.public_key())

        @app.get("/internal/v1/cameras")
        async def cameras(request: Request) -> Response:
            self._check(request)
            if self.down:
                return Response(status_code=503)
            etag = f'"{self.revision}"'
            if request.headers.get("if-none-match") == etag:
                return Response(status_code=304)
            body = DesiredCameras(items=self.cameras, revision=self.revision)
            return Response(body.model_dump_json(), headers={"ETag": etag})

        @app.get("/internal/v1/revocations")
        async def revocations(request: Request) -> Response:
            self._check(request)
            if self.down:
                return Response(status_code=503)
            items = [Revocation(user_id=user, until=at) for user, at in self.revoked.items()]
            body = Revocations(items=items).model_dump_json()
            return Response(body, headers={"ETag": f'"{hash(body)}"'})

        @app.post("/internal/v1/cameras/{camera_id}/reader-sessions")
        async def session(camera_id: UUID, request: Request) -> Response:
            self._check(request)
            if self.down:
                return Response(status_code=503)
            self.sessions_opened += 1
            body = ReaderSession(
                hls_url=f"{self.hls_url}/{camera_id}/index.m3u8",
                rtsp_url="",
                token="t",
                expires_in_s=60,
            )
            return Response(body.model_dump_json())

        return app

    def _check(self, request: Request) -> None:
        token = request.headers["authorization"].removeprefix("Bearer ")
        assert self._services.service(token) == "ai"


async def eventually(condition: object, *, within_s: float = 60.0) -> None:
    """Waits until the condition (a callable) holds. Raises TimeoutError."""
    assert callable(condition)
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0.05)
