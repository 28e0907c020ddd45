"""The ASGI application that uvicorn serves."""

import os

import django
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

from mosaic_backend.config.logs import configure
from mosaic_backend.shared.http.body_limit import BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mosaic_backend.config.settings")
configure("backend")

django.setup(set_prefix=False)

from mosaic_backend.config.lifespan import lifespan  # noqa: E402 - Django must be set up first
from mosaic_backend.config.live_events import events_socket  # noqa: E402
from mosaic_backend.shared.http.probes import PATHS  # noqa: E402
from mosaic_backend.shared.http.threaded_handler import ThreadedHandler  # noqa: E402
from mosaic_backend.shared.http.turns import Turns  # noqa: E402

THREADS = 32
PLATE_SEARCHES = frozenset({"/api/v1/plates", "/partner/v1/plates"})
BY_INDEX = frozenset({"cursor", "limit", "reason", "camera", "group", "from", "to"})
"""Parameters of theirs that an index goes by and that take no time."""
_http = BodyLimit(Turns(ThreadedHandler(THREADS, first=PATHS), PLATE_SEARCHES, cheap=BY_INDEX))
_sockets = URLRouter([path("api/v1/events", events_socket())])  # type: ignore[arg-type]
application = ProtocolTypeRouter({"http": _http, "lifespan": lifespan, "websocket": _sockets})
