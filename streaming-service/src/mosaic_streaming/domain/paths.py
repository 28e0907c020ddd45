"""The paths that MediaMTX should have, and how what it has differs."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from mosaic_contracts.internal_api import DesiredCamera
from mosaic_streaming.domain.addresses import AddressPolicy, host_of

CLOSE_AFTER_S = 10
START_TIMEOUT_S = 10

Settings = Mapping[str, Any]

_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[dhms])")
_SECONDS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_DURATIONS = frozenset(
    {"sourceOnDemandStartTimeout", "sourceOnDemandCloseAfter", "recordDeleteAfter"}
)


def path_name(camera_id: UUID) -> str:
    return str(camera_id)


def path_settings(camera: DesiredCamera) -> Settings:
    """MediaMTX's settings of the camera's path; every key that we ever set is always set.

    On demand and recording contradict each other: a recorded path always runs.
    """
    recorded = camera.recording.mode == "continuous"
    return {
        "source": camera.source_url,
        "sourceOnDemand": not recorded,
        "sourceOnDemandStartTimeout": f"{START_TIMEOUT_S}s",
        "sourceOnDemandCloseAfter": f"{CLOSE_AFTER_S}s",
        "rtspTransport": "tcp",
        "record": recorded,
        "recordDeleteAfter": f"{camera.recording.retention_days}d",
    }


def desired_paths(
    cameras: Iterable[DesiredCamera],
    policy: AddressPolicy,
    refused_hosts: Collection[str] = frozenset(),
) -> dict[str, Settings]:
    """Path name → settings of every enabled camera whose address may be one.

    refused_hosts: names that lead to addresses which may not.
    """
    return {
        path_name(camera.id): path_settings(camera)
        for camera in cameras
        if camera.enabled
        and policy.allows_url(camera.source_url)
        and host_of(camera.source_url) not in refused_hosts
    }


@dataclass(frozen=True)
class Changes:
    """In what MediaMTX's paths differ from what they should be."""

    add: dict[str, Settings] = field(default_factory=dict)
    patch: dict[str, Settings] = field(default_factory=dict)
    remove: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.add) + len(self.patch) + len(self.remove)


def changes_between(observed: Mapping[str, Settings], desired: Mapping[str, Settings]) -> Changes:
    """The changes that turn observed into desired; observed paths that are no camera's are not ours."""
    return Changes(
        add={name: wanted for name, wanted in desired.items() if name not in observed},
        patch={
            name: wanted
            for name, wanted in desired.items()
            if name in observed and not same_settings(observed[name], wanted)
        },
        remove=frozenset(name for name in observed if name not in desired and is_camera_path(name)),
    )


def same_settings(observed: Settings, wanted: Settings) -> bool:
    """Whether the observed settings have all wanted values; others do not matter."""
    return all(_same(key, observed.get(key), value) for key, value in wanted.items())


def is_camera_path(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def duration_s(text: str) -> float:
    """Seconds of a duration in MediaMTX's words, as in `1h0m0s` or `7d`."""
    return sum(float(number) * _SECONDS[unit] for number, unit in _DURATION_PART.findall(text))


def _same(key: str, observed: object, wanted: object) -> bool:
    if key in _DURATIONS and isinstance(observed, str) and isinstance(wanted, str):
        return duration_s(observed) == duration_s(wanted)
    return observed == wanted
