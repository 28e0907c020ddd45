"""Wires the cameras context."""

from functools import lru_cache

from django.db import transaction

from mosaic_backend.cameras.application.camera_administration import CameraAdministration
from mosaic_backend.cameras.domain.source_url import SourceUrlPolicy
from mosaic_backend.cameras.infrastructure.camera_store import DatabaseCameraStore
from mosaic_backend.cameras.infrastructure.resolver import SystemResolver
from mosaic_backend.config.environment import environment
from mosaic_backend.shared.outbox.facade import add_event


@lru_cache
def camera_administration() -> CameraAdministration:
    settings = environment()
    return CameraAdministration(
        store=DatabaseCameraStore(),
        policy=SourceUrlPolicy(
            networks=settings.camera_networks, allow_loopback=settings.allow_loopback_cameras
        ),
        resolver=SystemResolver(),
        publish=add_event,
        atomic=transaction.atomic,
    )
