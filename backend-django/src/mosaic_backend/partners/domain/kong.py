"""Kong's declarative configuration (3.9, without a database) for a set of API clients.

Kong gets digests only: a function of ours puts the SHA-256 of the presented key into a header of its own, and
key-auth looks there. The key itself goes on to the backend, which checks it, its limits and its quota anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DIGEST_HEADER = "X-Mosaic-Key-Digest"
_DIGEST = f"""\
local key = kong.request.get_header("X-API-Key")
if not key then
  local bearer = kong.request.get_header("Authorization")
  key = bearer and string.match(bearer, "^[Bb]earer%s+(mk_[%w_-]+)$")
end
kong.service.request.clear_header("{DIGEST_HEADER}")
if key then
  local sha256 = require("resty.sha256"):new()
  sha256:update(key)
  local digest = require("resty.string").to_hex(sha256:final())
  kong.service.request.set_header("{DIGEST_HEADER}", digest)
end
"""


@dataclass(frozen=True)
class KongConsumer:
    """An API client; digests: of its valid keys."""

    id: str
    digests: Sequence[str]


def kong_document(
    consumers: Sequence[KongConsumer], per_second: int, per_minute: int
) -> dict[str, Any]:
    """per_second, per_minute: of the largest plan; Kong keeps load away, the backend knows each plan."""
    return {
        "_format_version": "3.0",
        "_transform": True,
        "services": [_service(per_second, per_minute)],
        "plugins": [
            _plugin(
                "correlation-id",
                header_name="X-Request-ID",
                generator="uuid",
                echo_downstream=True,
            ),
            _plugin(
                "prometheus",
                status_code_metrics=True,
                latency_metrics=True,
                bandwidth_metrics=True,
                upstream_health_metrics=True,
            ),
        ],
        "consumers": [
            {
                "username": consumer.id,
                "acls": [{"group": "partners"}],
                "keyauth_credentials": [{"key": digest} for digest in consumer.digests],
            }
            for consumer in consumers
        ],
    }


def _plugin(name: str, **config: Any) -> dict[str, Any]:
    return {"name": name, "config": config}


def _service(per_second: int, per_minute: int) -> dict[str, Any]:
    return {
        "name": "partner-api",
        "url": "http://backend:8000",
        "connect_timeout": 2000,
        "read_timeout": 30000,
        "write_timeout": 30000,
        "retries": 1,
        "tags": ["mosaic"],
        "routes": [
            {
                "name": "partner-v1",
                "paths": ["/partner/v1"],
                "methods": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
                "protocols": ["http"],
                "strip_path": False,
                "preserve_host": True,
                "tags": ["mosaic"],
            }
        ],
        "plugins": [
            _plugin("pre-function", access=[_DIGEST]),
            _plugin(
                "key-auth",
                key_names=[DIGEST_HEADER],
                key_in_header=True,
                key_in_query=False,
                key_in_body=False,
                hide_credentials=True,
            ),
            _plugin("acl", allow=["partners"], hide_groups_header=True),
            _plugin(
                "rate-limiting",
                second=per_second,
                minute=per_minute,
                policy="redis",
                limit_by="consumer",
                fault_tolerant=True,
                hide_client_headers=True,
                redis={
                    "host": "redis",
                    "port": 6379,
                    "timeout": 200,
                    "password": "{vault://env/redis-password}",
                },
            ),
            _plugin(
                "request-size-limiting",
                allowed_payload_size=1,
                size_unit="megabytes",
                require_content_length=False,
            ),
        ],
    }
