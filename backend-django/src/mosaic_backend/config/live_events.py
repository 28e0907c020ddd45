"""Wires WS /api/v1/events: the fan-out with what principals may see."""

from uuid import UUID

from django.db import DatabaseError
from psycopg_pool import PoolTimeout

from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.config.environment import environment
from mosaic_backend.identity.facade import principal as current_principal
from mosaic_backend.identity.facade import signed_out
from mosaic_backend.shared.database_connections import in_database_thread
from mosaic_backend.shared.fanout.admission import VERB_OF_TYPE, Hearing
from mosaic_backend.shared.fanout.hub import FanoutHub
from mosaic_backend.shared.fanout.socket import EventsSocket
from mosaic_contracts.errors import UnauthenticatedError, UnavailableError
from mosaic_platform.access_tokens import CheckedToken


def events_socket() -> EventsSocket:
    hub = FanoutHub(environment().redis_url.get_secret_value())

    async def hearing(token: CheckedToken) -> Hearing:
        return await in_database_thread(_hearing, token)

    return EventsSocket(hub, hearing)


def _hearing(token: CheckedToken) -> Hearing:
    """What the user may hear as of now, whatever the token says.

    Raises UnauthenticatedError for a user who is no more or was signed out since, UnavailableError while the
    database is away.
    """
    try:
        user_id = UUID(token.principal.user_id)
        present = current_principal(user_id)
        if present is None or signed_out(user_id, token.issued_at):
            raise UnauthenticatedError("the user is no more")
        scopes = {verb: visible_cameras(present, verb) for verb in set(VERB_OF_TYPE.values())}
        heard = {
            verb: None if scope.all else frozenset(scope.ids) for verb, scope in scopes.items()
        }
        return Hearing(present, heard)
    except (DatabaseError, PoolTimeout) as error:
        raise UnavailableError("the database does not answer") from error
