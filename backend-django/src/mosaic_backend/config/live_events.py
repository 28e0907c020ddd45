"""Wires WS /api/v1/events: the fan-out with what principals may see."""

from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from psycopg_pool import PoolTimeout

from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.config.environment import environment
from mosaic_backend.shared.fanout.admission import Hearing
from mosaic_backend.shared.fanout.hub import FanoutHub
from mosaic_backend.shared.fanout.socket import EventsSocket
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.permissions import Principal, Verb


def events_socket() -> EventsSocket:
    hub = FanoutHub(environment().redis_url.get_secret_value())
    return EventsSocket(hub, sync_to_async(_hearing, thread_sensitive=False))


def _hearing(principal: Principal) -> Hearing:
    """Raises UnavailableError while the database is away."""
    try:
        scope = visible_cameras(principal, Verb.LIVE)
        return Hearing(principal, None if scope.all else scope.ids)
    except (DatabaseError, PoolTimeout) as error:
        raise UnavailableError("the database does not answer") from error
    finally:
        close_old_connections()
