"""The cameras of a watch list as somebody may see and choose them: others stay as they are, unseen."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rest_framework import serializers

from mosaic_backend.alerts.infrastructure.models import WatchList
from mosaic_backend.cameras.facade import camera_names, visible_cameras
from mosaic_contracts.permissions import Principal, Verb


def shown_cameras(principal: Principal, row: WatchList) -> list[str]:
    return [str(each) for each in _seen(principal, row.cameras)]


def chosen_cameras(
    principal: Principal, present: WatchList | None, attrs: Mapping[str, Any]
) -> list[UUID]:
    """What is to be stored. Raises ValidationError for one that is not there, or not the asker's, or for none."""
    before = list(present.cameras) if present else []
    wanted = list(dict.fromkeys(attrs.get("cameras", _seen(principal, before))))
    known = camera_names(wanted).keys() & set(_seen(principal, wanted))
    if foreign := [each for each in wanted if each not in known]:
        raise serializers.ValidationError({"cameras": f"there is no camera {foreign[0]}"})
    unseen = set(before) - set(_seen(principal, before))
    chosen = [*(each for each in before if each in unseen), *wanted]
    every = attrs.get("all_cameras", present.all_cameras if present else True)
    if not every and not chosen:
        raise serializers.ValidationError({"cameras": "name a camera, or watch all of them"})
    return chosen


def _seen(principal: Principal, ids: list[UUID]) -> list[UUID]:
    scope = visible_cameras(principal, Verb.ALERTS)
    return [each for each in ids if each in scope]
