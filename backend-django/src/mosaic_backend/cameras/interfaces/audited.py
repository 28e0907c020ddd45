"""What the audit log keeps of a camera: everything but the credentials."""

from typing import Any

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.domain.camera import Camera, CameraDraft
from mosaic_backend.cameras.domain.redacted import redacted
from mosaic_contracts.permissions import Principal
from mosaic_contracts.redaction import without_credentials


def record_change(actor: Principal | str, before: Camera | None, after: Camera | None) -> None:
    """Writes that a camera was made (no before), removed (no after) or changed, in the caller's transaction."""
    camera = after or before
    if camera is None:
        return
    change = "changed" if before and after else "created" if after else "deleted"
    details: dict[str, Any] = {"name": camera.draft.name}
    if before and after and _credentials_differ(before.draft, after.draft):
        details["credentials"] = "changed"
    audit.record(
        actor,
        f"camera.{change}",
        f"camera:{camera.id}",
        details,
        before=redacted(before.draft) if before else None,
        after=redacted(after.draft) if after else None,
    )


def _credentials_differ(before: CameraDraft, after: CameraDraft) -> bool:
    return any(
        was != became and without_credentials(was) == without_credentials(became)
        for was, became in (
            (before.source_url, after.source_url),
            (before.sub_url, after.sub_url),
        )
    )
