"""/health, /ready and /metrics."""

import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import redis
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from psycopg_pool import PoolTimeout

from mosaic_backend.config.environment import environment
from mosaic_backend.shared.outbox import facade as outbox

CHECK_TIMEOUT_S = 1.0
_outbox_depth = Gauge("mosaic_backend_outbox_depth", "Events that wait to be published")


def health(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Only the database decides: without Redis or RabbitMQ the backend goes on, with less."""
    checks = {
        "database": _outcome(_database),
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
    except (DatabaseError, PoolTimeout, redis.RedisError, OSError) as error:
        return f"unavailable ({type(error).__name__})"
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


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
