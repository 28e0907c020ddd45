"""The bearer token of a request."""

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from mosaic_contracts.errors import UnauthenticatedError

_scheme = HTTPBearer(auto_error=False, scheme_name="bearer")


async def _bearer_token(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)],
) -> str:
    if credentials is None:
        raise UnauthenticatedError("a bearer token is needed")
    return credentials.credentials


BearerToken = Annotated[str, Depends(_bearer_token)]
