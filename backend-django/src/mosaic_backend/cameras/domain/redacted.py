"""A camera as it may be shown and written down: everything but the credentials."""

from collections.abc import Mapping
from typing import Any

from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_contracts.redaction import without_credentials


def redacted(draft: CameraDraft) -> dict[str, Any]:
    """The draft as JSON values, addresses without credentials."""
    return {
        "name": draft.name,
        "key": draft.key,
        "source_url": without_credentials(draft.source_url),
        "sub_url": without_credentials(draft.sub_url),
        "enabled": draft.enabled,
        "group": str(draft.group_id) if draft.group_id else None,
        "site": str(draft.site_id) if draft.site_id else None,
        "tags": list(draft.tags),
        "position": draft.position.model_dump(mode="json") if draft.position else None,
        "recording": draft.recording.model_dump(mode="json")
        | {"schedule": str(draft.recording_schedule_id) if draft.recording_schedule_id else None},
        "ai": draft.ai.model_dump(mode="json")
        | {"schedule": str(draft.ai_schedule_id) if draft.ai_schedule_id else None},
        "live": draft.live.model_dump(mode="json"),
        "offline_alarm": draft.offline_alarm,
    }


def differing(
    before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Of both only the fields that are not alike."""
    if before is None:
        return None, dict(after)
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
