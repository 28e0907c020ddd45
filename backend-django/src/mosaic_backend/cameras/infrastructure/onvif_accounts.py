"""Accounts of ONVIF services: kept, checked, and asked through the child process."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from django.utils import timezone

from mosaic_backend.cameras.application.camera_administration import CameraAdministration
from mosaic_backend.cameras.domain.onvif_account import OnvifAccount, same_place, signed_in
from mosaic_backend.cameras.domain.onvif_errors import OnvifMissingError, OnvifUnreachableError
from mosaic_backend.cameras.infrastructure.models import CameraRow, EventSubscription, OnvifRow
from mosaic_backend.cameras.infrastructure.onvif.process import Asked, OnvifProcess
from mosaic_contracts.errors import ConflictError, InvalidInputError


@lru_cache
def process() -> OnvifProcess:
    """The only one of this process."""
    return OnvifProcess()


def row_of(camera: CameraRow) -> OnvifRow:
    """Raises OnvifMissingError."""
    row = OnvifRow.objects.filter(camera_id=camera.id).first()
    if row is None:
        raise OnvifMissingError
    return row


def keep(
    camera: CameraRow, service_url: str, username: str | None, password: str | None
) -> tuple[OnvifAccount | None, OnvifAccount]:
    """What was kept and what is now; None leaves user or password as they are.

    At another host or port nothing stays: a password is not sent where nobody meant it to go.
    Raises InvalidInputError.
    """
    present = OnvifRow.objects.filter(camera_id=camera.id).first()
    before = _account(present) if present else None
    stays = before is not None and same_place(before.service_url, service_url)
    was = before if before and stays else OnvifAccount(service_url)
    name = was.username if username is None else username
    if password is None and name != was.username:
        raise InvalidInputError("Another user needs a password.", pointer="/password")
    word = was.password if password is None else password
    after = OnvifAccount(service_url, name, word if name else "")
    told = present.told if present and stays else {}
    OnvifRow.objects.update_or_create(
        camera_id=camera.id,
        defaults={
            "service_url": after.service_url,
            "username": after.username,
            "password": after.password,
            "told": told,
            "has_ptz": bool(told.get("ptz")),
            "looked_at": present.looked_at if present and stays else None,
        },
    )
    return before, after


def forget(camera: CameraRow) -> OnvifAccount | None:
    """What was kept."""
    row = OnvifRow.objects.filter(camera_id=camera.id).first()
    if row is None:
        return None
    row.delete()
    EventSubscription.objects.filter(camera_id=camera.id).delete()
    return _account(row)


def want_events(camera: CameraRow, *, wanted: bool) -> bool:
    """Whether that is a change."""
    if wanted:
        return EventSubscription.objects.get_or_create(camera_id=camera.id)[1]
    return bool(EventSubscription.objects.filter(camera_id=camera.id).delete()[0])


def ask(
    administration: CameraAdministration,
    camera: CameraRow,
    call: str,
    args: Mapping[str, Any] | None = None,
) -> Any:
    """Raises MosaicError: those of `onvif_errors`, or of the address."""
    if not camera.enabled:
        raise ConflictError("The camera is switched off.")
    account = signed_in(_account(row_of(camera)), camera.source_url)
    return process().ask(Asked(camera.id, _resolved(administration, account), call, args or {}))


def ask_stranger(
    administration: CameraAdministration, identifier: UUID, account: OnvifAccount
) -> dict[str, Any]:
    """What a camera that is not kept yet says of itself. identifier: new for each request."""
    resolved = _resolved(administration, account)
    described: dict[str, Any] = process().ask(Asked(identifier, resolved, "describe", {}))
    return described


def look(administration: CameraAdministration, camera: CameraRow) -> dict[str, Any]:
    """Asks the camera what it is, and keeps the answer. Raises as `ask`."""
    told: dict[str, Any] = ask(administration, camera, "describe")
    OnvifRow.objects.filter(camera_id=camera.id).update(
        told=told, has_ptz=bool(told["ptz"]), looked_at=timezone.now()
    )
    return told


def resolved_account(administration: CameraAdministration, camera: CameraRow) -> Mapping[str, str]:
    """As the ONVIF process takes it. Raises MosaicError."""
    return _resolved(administration, account_of(camera))


def account_of(camera: CameraRow) -> OnvifAccount:
    """As the camera is asked. Raises OnvifMissingError."""
    return signed_in(_account(row_of(camera)), camera.source_url)


def _account(row: OnvifRow) -> OnvifAccount:
    return OnvifAccount(row.service_url, row.username, row.password)


def _resolved(administration: CameraAdministration, account: OnvifAccount) -> Mapping[str, str]:
    """With the number in the place of the name, so that the child looks nothing up."""
    found = administration.addresses_of(account.service_url, "/service_url")
    if not found:
        raise OnvifUnreachableError("The name in the ONVIF address has no address now.")
    parts, number = urlsplit(account.service_url), found[0]
    host = f"[{number}]" if isinstance(number, IPv6Address) else str(number)
    netloc = f"{host}:{parts.port}" if parts.port else host
    return {
        "address": urlunsplit(parts._replace(netloc=netloc)),
        "username": account.username,
        "password": account.password,
    }
