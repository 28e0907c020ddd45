"""Wires WS /api/v1/events: the fan-out with what principals may see."""

from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from psycopg_pool import PoolTimeout

from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.config.environment import environment
from mosaic_backend.identity.facade import principal as current_principal
from mosaic_backend.shared.fanout.admission import Hearing
from mosaic_backend.shared.fanout.hub import FanoutHub
from mosaic_backend.shared.fanout.socket import EventsSocket
from mosaic_contracts.errors import UnauthenticatedError, UnavailableError
from mosaic_contracts.permissions import Principal, Verb


def events_socket() -> EventsSocket:
    hub = FanoutHub(environment().redis_url.get_secret_value())
    return EventsSocket(hub, sync_to_async(_hearing, thread_sensitive=False))


def _hearing(principal: Principal) -> Hearing:
    """What the user may hear as of now, whatever the token says.

    Raises UnauthenticatedError for a user who is no more, UnavailableError while the database is away.
    """
    try:
        present = current_principal(UUID(principal.user_id))
        if present is None:
            raise UnauthenticatedError("the user is no more")
        scope = visible_cameras(present, Verb.LIVE)
        return Hearing(present, None if scope.all else scope.ids)
    except (DatabaseError, PoolTimeout) as error:
        raise UnavailableError("the database does not answer") from error
    finally:
        close_old_connections()
