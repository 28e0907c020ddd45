"""Keys in the database: issued, changed for new ones, revoked, looked up."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from mosaic_backend.partners.domain.api_key import MintedKey, fits, is_sandbox, mint, prefix_of
from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.domain.usage import month_of
from mosaic_backend.partners.infrastructure.models import ApiClient, ApiKey, MonthUsage
from mosaic_contracts.errors import ConflictError, UnauthenticatedError


def issue(client: ApiClient, by: str, expires_at: datetime | None = None) -> MintedKey:
    minted = mint(sandbox=client.sandbox)
    ApiKey.objects.create(
        client=client,
        prefix=minted.prefix,
        digest=minted.digest,
        created_by=by,
        expires_at=expires_at,
    )
    return minted


def rotate(key_id: UUID, by: str, overlap: timedelta) -> MintedKey:
    """A new key; the old one goes on for `overlap` at most. Raises ConflictError for one that is no more."""
    now = timezone.now()
    with transaction.atomic():
        old = ApiKey.objects.select_for_update().select_related("client").get(id=key_id)
        if not _alive(old, now):
            raise ConflictError("the key is no longer valid")
        ends = now + overlap
        old.expires_at = min(old.expires_at, ends) if old.expires_at else ends
        old.save(update_fields=["expires_at"])
        return issue(old.client, by)


def revoke(key_id: UUID) -> bool:
    """False when it had been."""
    now = timezone.now()
    return bool(ApiKey.objects.filter(id=key_id, revoked_at=None).update(revoked_at=now))


def client_of(text: str, now: datetime) -> Client:
    """Who presents this key, as of now: every request asks, so that a revocation holds at once.

    Raises UnauthenticatedError, which does not tell what is wrong with the key.
    """
    prefix = prefix_of(text)
    row = (
        ApiKey.objects.select_related("client__plan")
        .annotate(used=Subquery(_used(now)))
        .filter(prefix=prefix)
        .first()
        if prefix
        else None
    )
    if not fits(text, row.digest if row else None) or row is None or not _alive(row, now):
        raise UnauthenticatedError("the API key is not valid")
    if is_sandbox(text) is not row.client.sandbox:
        raise UnauthenticatedError("the API key is not valid")
    return _client(row)


def present(key_id: UUID, now: datetime) -> Client | None:
    """Who has this key, as of now; None when it is no more. For what goes on for long."""
    row = ApiKey.objects.select_related("client__plan").filter(id=key_id).first()
    return _client(row) if row and _alive(row, now) else None


def _client(row: ApiKey) -> Client:
    client = row.client
    return Client(
        id=client.id,
        name=client.name,
        key_id=row.id,
        scopes=frozenset(Scope(scope) for scope in client.scopes),
        all_cameras=client.all_cameras,
        group_ids=frozenset(client.camera_group_ids),
        sandbox=client.sandbox,
        limits=client.plan.limits,
        used=getattr(row, "used", None) or 0,
    )


def _used(now: datetime) -> QuerySet[MonthUsage, int]:
    month = MonthUsage.objects.filter(client_id=OuterRef("client_id"), month=month_of(now))
    return month.values_list("requests", flat=True)


def _alive(row: ApiKey, now: datetime) -> bool:
    in_time = row.expires_at is None or row.expires_at > now
    return row.revoked_at is None and in_time and row.client.is_active
