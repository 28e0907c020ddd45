"""How a FastAPI service starts: settings from the environment, then HTTP until SIGTERM."""

import sys
from collections.abc import Callable
from typing import TypeVar

import pydantic
import uvicorn
from fastapi import FastAPI

from mosaic_platform.collector import leave_out_what_is_loaded

KEEP_ALIVE_S = 75
"""Longer than whoever is in front keeps an idle connection: a request must not meet one that is being closed."""

S = TypeVar("S", bound=pydantic.BaseModel)


Place = tuple[int | str, ...]


def variable_of(place: Place) -> str:
    """The environment variable of a setting."""
    return "MOSAIC_" + "_".join(map(str, place)).upper()


def settings_of(kind: type[S], *, named: Callable[[Place], str] = variable_of) -> S:
    """The service's settings. Ends the process with 2 for wrong ones: names variables, never their values.

    named: where a setting came from, in words, for those that can come from elsewhere.
    """
    try:
        return kind()
    except pydantic.ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            sys.stderr.write(f"{named(fault['loc'])}: {fault['msg']}\n")
        sys.exit(2)


def serve(application: FastAPI, *, host: str, port: int, grace_s: int) -> None:
    """Until SIGTERM; requests that run then have grace_s to end."""
    leave_out_what_is_loaded()
    uvicorn.run(
        application,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=grace_s,
    )
