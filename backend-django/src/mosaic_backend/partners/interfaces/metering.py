"""Limits before a partner's request is answered, counts behind it."""

from datetime import UTC, datetime, time

from django.http import HttpResponseBase
from rest_framework.request import Request

from mosaic_backend.partners import bootstrap
from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.usage import (
    Counted,
    hour_of,
    month_of,
    next_month,
    outcome_of,
)
from mosaic_backend.partners.infrastructure.rate_limits import Taking, Verdict
from mosaic_contracts.errors import MosaicError

PREFIX = "partner/v1/"


class RateLimitedError(MosaicError):
    """More requests than the plan allows."""

    code = "rate-limited"

    def __init__(self, detail: str, *, wait_s: int) -> None:
        super().__init__(detail)
        self.wait = wait_s


class QuotaExceededError(RateLimitedError):
    """The requests of this month are used up."""

    code = "quota-exceeded"


def begin(client: Client) -> Taking | None:
    """Asks for a request in the client's limits; the answer comes by the time that `admit` wants it."""
    return bootstrap.rate_limits().begin(client)


def admit(client: Client, now: datetime, begun: Taking | None = None) -> Verdict:
    """Raises QuotaExceededError. The verdict tells whether the rate is kept. begun: of this very request."""
    quota = client.limits.per_month
    if quota is not None and client.used >= quota:
        renewed = datetime.combine(next_month(month_of(now)), time(), UTC)
        wait_s = max(1, int((renewed - now).total_seconds()))
        raise QuotaExceededError(f"The {quota} requests of this month are used up.", wait_s=wait_s)
    return bootstrap.rate_limits().take(client, begun)


def refuse(verdict: Verdict) -> None:
    """Raises RateLimitedError unless the verdict allows."""
    if not verdict.allowed:
        raise RateLimitedError(
            "More requests than the plan allows; Retry-After tells when.", wait_s=verdict.reset_s
        )


def tell(response: HttpResponseBase, client: Client, verdict: Verdict | None) -> None:
    limits = client.limits
    response["RateLimit-Policy"] = f"{limits.per_second};w=1, {limits.per_minute};w=60"
    if verdict is not None:
        response["RateLimit-Limit"] = str(verdict.limit)
        response["RateLimit-Remaining"] = str(verdict.remaining)
        response["RateLimit-Reset"] = str(verdict.reset_s)


def count(request: Request, client: Client, status: int, now: datetime) -> None:
    match = request.resolver_match
    route = match.route.removeprefix(PREFIX) if match else ""
    method = request.method if request.method in _METHODS else "OTHER"
    of = Counted(client.id, client.key_id, f"{method} {route}"[:120], hour_of(now))
    bootstrap.meter().count(of, outcome_of(status), now)


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
