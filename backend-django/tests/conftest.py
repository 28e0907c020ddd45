"""Runs Django on the private PostgreSQL of the plugin.

The environment is set while this file is imported, before pytest-django sets Django up; the addresses of the
parts follow when the first test asks for them.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import pytest_django

from mosaic_cli.secret_files import ensure_secrets

if TYPE_CHECKING:
    from mosaic_backend.audit.infrastructure.head_file import HeadFile

_folder = tempfile.TemporaryDirectory(prefix="mosaic-backend-tests-")  # goes when Python ends
_home = Path(_folder.name)
ensure_secrets(_home / "secrets")
(_home / "evidence").mkdir()
os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "mosaic_backend.config.settings",
        "MOSAIC_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "MOSAIC_DATABASE_POOL_SIZE": "0",
        "MOSAIC_REDIS_URL": "redis://127.0.0.1:1/0",
        "MOSAIC_AMQP_URL": "amqp://127.0.0.1:1/",
        "MOSAIC_SECRETS_DIR": str(_home / "secrets"),
        "MOSAIC_DATA_DIR": str(_home),
        "MOSAIC_EVIDENCE_URL": (_home / "evidence").as_uri(),
        "MOSAIC_RECORDINGS_DIR": str(_home / "recordings"),
        "MOSAIC_PUBLIC_URL": "http://testserver",
        "MOSAIC_STREAMING_URL": "http://127.0.0.1:1",
        "MOSAIC_AI_URL": "http://127.0.0.1:1",
        "MOSAIC_ALLOW_LOOPBACK_CAMERAS": "1",
        "MOSAIC_ALLOW_LOOPBACK_PROVIDERS": "1",
    }
)

from hypothesis import HealthCheck, settings  # noqa: E402
from rest_framework.test import APIClient  # noqa: E402 - reads the settings

Client = Callable[..., APIClient]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """A worker that inherited this would set Django up before its own conftest has made it a folder."""
    os.environ.pop("DJANGO_SETTINGS_MODULE")


settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    postgres_url: str, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    from django.db import connections

    parts = urlsplit(postgres_url)
    address = {
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
    connections["default"].settings_dict.update(address)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Lets tests empty the audit log between them, which nothing else may.

    Ends the sessions that threads of asynchronous tests left, or the database could not be dropped.
    """
    with django_db_blocker.unblock():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgname FROM pg_trigger"
                " WHERE tgrelid = 'audit_auditentry'::regclass AND tgname LIKE '%no_truncate%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE audit_auditentry DISABLE TRIGGER "{name}"')
    yield
    with django_db_blocker.unblock():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def client_of() -> Client:
    """A REST client that bears the access token of a role: `client_of("viewer", groups=[id])`.

    Without groups it sees all cameras. No user row is made: the token alone tells who asks.
    """
    from datetime import UTC, datetime

    from mosaic_backend.identity.infrastructure.access_token_signer import JwtSigner
    from mosaic_backend.shared.access_keys import signing_key
    from mosaic_contracts.ids import new_id
    from mosaic_contracts.permissions import Principal, Role

    def make(role: str, *, groups: list[UUID] | None = None, **extra: Any) -> APIClient:
        principal = Principal(
            user_id=str(extra.get("user_id", new_id())),
            username=role,
            role=Role(role),
            all_cameras=groups is None,
            group_ids=frozenset(groups or ()),
            verbs=extra.get("verbs"),
        )
        token = JwtSigner(signing_key()).sign(principal, datetime.now(UTC))
        client = APIClient(raise_request_exception=False)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        client.default_format = "json"
        return client

    return make


@pytest.fixture
def admin(client_of: Client, db: None) -> APIClient:
    return client_of("admin")


@pytest.fixture
def heads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "HeadFile":
    """For tests that verify the audit: heads that others and their workers wrote tell of chains that are gone."""
    from mosaic_backend.audit import bootstrap
    from mosaic_backend.audit.infrastructure.head_file import HeadFile
    from mosaic_backend.config.environment import environment
    from mosaic_platform.keys import load_private_key

    key = load_private_key(environment().secrets_dir / "audit-head.pem")
    file = HeadFile(tmp_path / "heads.jsonl", key)
    monkeypatch.setattr(bootstrap, "head_file", lambda: file)
    return file
