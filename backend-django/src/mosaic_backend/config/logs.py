"""Logs of the backend's processes: one JSON line an event, whoever wrote it."""

import logging
import os
import warnings

from mosaic_platform.logs import configure_logs

# An answer of 4xx is no event of ours, and the metrics count it.
_LEVELS = {"django.request": "ERROR", "procrastinate": "WARNING"}
_OWN_HANDLERS = ("uvicorn", "uvicorn.error", "uvicorn.access")


def configure(service: str, *, quiet: bool = False) -> None:
    """Call once, first thing in a process; quiet leaves warnings only."""
    configure_logs(
        service, level="WARNING" if quiet else os.environ.get("MOSAIC_LOG_LEVEL", "INFO")
    )
    # whitenoise reads files synchronously; they are small and only of the admin.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
    for name, level in _LEVELS.items():
        logging.getLogger(name).setLevel(level)
    for name in _OWN_HANDLERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
