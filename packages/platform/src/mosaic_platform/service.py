"""How a FastAPI service starts: settings from the environment, then HTTP until SIGTERM."""

import sys
from typing import TypeVar

import pydantic
import uvicorn
from fastapi import FastAPI

KEEP_ALIVE_S = 75
"""Longer than whoever is in front keeps an idle connection: a request must not meet one that is being closed."""

S = TypeVar("S", bound=pydantic.BaseModel)


def settings_of(kind: type[S]) -> S:
    """The service's settings. Ends the process with 2 for wrong ones: names variables, never their values."""
    try:
        return kind()
    except pydantic.ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            variable = "MOSAIC_" + "_".join(map(str, fault["loc"])).upper()
            sys.stderr.write(f"{variable}: {fault['msg']}\n")
        sys.exit(2)


def serve(application: FastAPI, *, host: str, port: int, grace_s: int) -> None:
    """Until SIGTERM; requests that run then have grace_s to end."""
    uvicorn.run(
        application,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=grace_s,
    )
