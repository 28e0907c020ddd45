"""Settings for work that touches no running part: type checks, makemigrations, the OpenAPI document."""

import os
import secrets
import tempfile
from pathlib import Path

_nowhere = Path(tempfile.gettempdir()) / f"mosaic-backend-offline-{os.getuid()}"
_nowhere.mkdir(mode=0o700, exist_ok=True)
(_nowhere / "django-secret-key").write_text(secrets.token_urlsafe(48))

for _name, _value in {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "AMQP_URL": "amqp://127.0.0.1:1/",
    "SECRETS_DIR": str(_nowhere),
    "DATA_DIR": str(_nowhere),
    "EVIDENCE_URL": _nowhere.as_uri(),
    "RECORDINGS_DIR": str(_nowhere),
    "PUBLIC_URL": "http://127.0.0.1:1",
    "STREAMING_URL": "http://127.0.0.1:1",
    "AI_URL": "http://127.0.0.1:1",
    "DATABASE_POOL_SIZE": "0",
}.items():
    os.environ[f"MOSAIC_{_name}"] = _value

from mosaic_backend.config.settings import *  # noqa: E402, F403
