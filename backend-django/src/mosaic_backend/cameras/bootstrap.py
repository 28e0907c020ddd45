"""Wires the cameras context."""

from functools import lru_cache

from django.db import transaction

from mosaic_backend.cameras.application.camera_administration import CameraAdministration
from mosaic_backend.cameras.application.ports import Resolver
from mosaic_backend.cameras.domain.source_url import SourceUrlPolicy
from mosaic_backend.cameras.infrastructure.camera_store import DatabaseCameraStore
from mosaic_backend.cameras.infrastructure.event_listening import EventListening
from mosaic_backend.cameras.infrastructure.resolver import BudgetedResolver, SystemResolver
from mosaic_backend.config.environment import environment
from mosaic_backend.shared.outbox.facade import add_events


@lru_cache
def camera_administration() -> CameraAdministration:
    return _administration(SystemResolver())


@lru_cache
def event_listening() -> EventListening:
    """The one of the process; one thread at a time uses it."""
    return EventListening(camera_administration)


def bulk_administration() -> CameraAdministration:
    """For one import: names are looked up once, and in all no longer than a moment."""
    return _administration(BudgetedResolver(SystemResolver()))


def _administration(resolver: Resolver) -> CameraAdministration:
    settings = environment()
    return CameraAdministration(
        store=DatabaseCameraStore(),
        policy=SourceUrlPolicy(
            networks=settings.camera_networks, allow_loopback=settings.allow_loopback_cameras
        ),
        resolver=resolver,
        publish=add_events,
        atomic=transaction.atomic,
    )
