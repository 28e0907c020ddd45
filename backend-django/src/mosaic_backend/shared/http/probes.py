"""/health, /ready and /metrics."""

import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import psycopg
import redis
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from psycopg_pool import PoolTimeout

from mosaic_backend.config.environment import environment
from mosaic_backend.shared.outbox import facade as outbox

CHECK_TIMEOUT_S = 1.0
PATHS = frozenset({"/health", "/ready"})
"""What must be answered however much else there is to do: who gets no answer takes this for down."""
_outbox_depth = Gauge("mosaic_backend_outbox_depth", "Events that wait to be published")


class DatabaseProbe:
    """A connection of its own: when all of the pool's are in use, that says nothing about the database."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection: psycopg.Connection[Any] | None = None

    def check(self) -> None:
        """Raises psycopg.Error where the database answers nothing, also by a new connection."""
        with self._lock:
            if self._connection is not None:
                with suppress(psycopg.Error):
                    self._connection.execute("SELECT 1")
                    return
            self.close()
            fresh = psycopg.connect(**connection.get_connection_params())
            fresh.autocommit = True
            fresh.execute("SELECT 1")
            self._connection = fresh

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


_database = DatabaseProbe()


def health(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Only the database decides: without Redis or RabbitMQ the backend goes on, with less."""
    checks = {
        "database": _outcome(_database.check),
        "redis": _outcome(_redis),
        "rabbitmq": _outcome(_rabbitmq),
    }
    fine = checks["database"] == "ok"
    return JsonResponse({"ready": fine, "checks": checks}, status=200 if fine else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    try:
        _outbox_depth.set(outbox.depth())
    except (DatabaseError, PoolTimeout):
        _outbox_depth.set(float("nan"))
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _outcome(check: Callable[[], None]) -> str:
    try:
        check()
    except (psycopg.Error, redis.RedisError, OSError) as error:
        return f"unavailable ({type(error).__name__})"
    return "ok"


def _redis() -> None:
    with redis.Redis.from_url(
        environment().redis_url.get_secret_value(),
        socket_timeout=CHECK_TIMEOUT_S,
        socket_connect_timeout=CHECK_TIMEOUT_S,
    ) as client:
        client.ping()


def _rabbitmq() -> None:
    address = urlsplit(environment().amqp_url.get_secret_value())
    socket.create_connection(
        (address.hostname or "", address.port or 5672), timeout=CHECK_TIMEOUT_S
    ).close()
