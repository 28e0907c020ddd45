"""The ASGI application that uvicorn serves."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

from mosaic_platform.logs import configure_logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mosaic_backend.config.settings")
configure_logs("backend", level=os.environ.get("MOSAIC_LOG_LEVEL", "INFO"))

application = ProtocolTypeRouter({"http": get_asgi_application()})
