"""Wires the context: one meter, one set of limits, one deliverer a process."""

from functools import lru_cache

from mosaic_backend.config.environment import environment
from mosaic_backend.partners.infrastructure import usage_store
from mosaic_backend.partners.infrastructure.delivery import Deliverer
from mosaic_backend.partners.infrastructure.lately_seen import LatelySeen
from mosaic_backend.partners.infrastructure.meter import Meter
from mosaic_backend.partners.infrastructure.rate_limits import RateLimits


@lru_cache
def meter() -> Meter:
    return Meter(usage_store.store)


@lru_cache
def rate_limits() -> RateLimits:
    return RateLimits(environment().redis_url.get_secret_value())


@lru_cache
def lately_seen() -> LatelySeen:
    return LatelySeen()


def deliverer() -> Deliverer:
    settings = environment()
    return Deliverer(settings.database_url.get_secret_value(), settings.webhook_networks)
