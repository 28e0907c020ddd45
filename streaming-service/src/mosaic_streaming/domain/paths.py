"""The paths that MediaMTX should have, and how what it has differs."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from mosaic_contracts.internal_api import DesiredCamera
from mosaic_streaming.domain.addresses import AddressPolicy, host_of

CLOSE_AFTER_S = 10
START_TIMEOUT_S = 10
TRANSCODED_START_TIMEOUT_S = 15

Settings = Mapping[str, Any]
StreamName = Literal["main", "sub"]
STREAMS: Sequence[StreamName] = ("main", "sub")
TRANSCODED = "/h264"
"""Behind the name of a stream's path: of the path that has it transcoded."""

_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[dhms])")
_SECONDS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_DURATIONS = frozenset(
    {"sourceOnDemandStartTimeout", "sourceOnDemandCloseAfter", "recordDeleteAfter"}
)


def path_name(camera_id: UUID, stream: StreamName = "main") -> str:
    return str(camera_id) if stream == "main" else f"{camera_id}/{stream}"


def transcoded_path(camera_id: UUID, stream: StreamName) -> str:
    return path_name(camera_id, stream) + TRANSCODED


def source_of(camera: DesiredCamera, stream: StreamName) -> str | None:
    """The stream's address, with credentials; None where the camera has no such stream."""
    return camera.source_url if stream == "main" else camera.sub_url or None


def sources_of(camera: DesiredCamera) -> dict[StreamName, str]:
    """The addresses of all streams that the camera has."""
    found = {stream: source_of(camera, stream) for stream in STREAMS}
    return {stream: source for stream, source in found.items() if source is not None}


def is_recorded(camera: DesiredCamera, stream: StreamName) -> bool:
    """The main stream is what is kept."""
    return stream == "main" and camera.recording.mode != "off"


def path_settings(camera: DesiredCamera, stream: StreamName, source: str) -> Settings:
    """MediaMTX's settings of the stream's path; every key that we ever set is always set.

    On demand and recording contradict each other: a recorded path always runs. MediaMTX deletes nothing: the
    backend does, which knows of legal holds.
    """
    recorded = is_recorded(camera, stream)
    return {
        "source": source,
        "sourceOnDemand": not recorded,
        "sourceOnDemandStartTimeout": f"{START_TIMEOUT_S}s",
        "sourceOnDemandCloseAfter": f"{CLOSE_AFTER_S}s",
        "rtspTransport": "tcp",
        "record": recorded,
        "recordDeleteAfter": "0s",
    }


def may_be_transcoded(camera: DesiredCamera) -> bool:
    return camera.live.transcode == "when_needed"


def transcoded_settings(path: str, transcoder_url: str) -> Settings:
    """Of a path that MediaMTX fetches from our own transcoder while somebody reads it: nobody publishes there."""
    return {
        "source": f"{transcoder_url}/{path}",
        "sourceOnDemand": True,
        "sourceOnDemandStartTimeout": f"{TRANSCODED_START_TIMEOUT_S}s",
        "sourceOnDemandCloseAfter": f"{CLOSE_AFTER_S}s",
        "rtspTransport": "tcp",
        "record": False,
        "recordDeleteAfter": "0s",
    }


def desired_paths(
    cameras: Iterable[DesiredCamera],
    policy: AddressPolicy,
    refused_hosts: Collection[str] = frozenset(),
    *,
    transcoder_url: str = "",
) -> dict[str, Settings]:
    """Path name → settings of every stream of an enabled camera whose address may be one.

    Each stream by its own address. refused_hosts: names that lead to addresses which may not. transcoder_url: with
    its credentials; each stream that may be transcoded has a second path from there, unless it is empty.
    """
    found: dict[str, Settings] = {}
    for camera in cameras:
        for stream, source in sources_of(camera).items() if camera.enabled else ():
            if not policy.allows_url(source) or host_of(source) in refused_hosts:
                continue
            found[path_name(camera.id, stream)] = path_settings(camera, stream, source)
            if transcoder_url and may_be_transcoded(camera):
                path = transcoded_path(camera.id, stream)
                found[path] = transcoded_settings(path, transcoder_url)
    return found


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
        remove=frozenset(name for name in observed if name not in desired and camera_of(name)),
    )


def same_settings(observed: Settings, wanted: Settings) -> bool:
    """Whether the observed settings have all wanted values; others do not matter."""
    return observed is wanted or all(
        _same(key, observed.get(key), value) for key, value in wanted.items()
    )


def camera_of(path: str) -> UUID | None:
    """The camera whose stream the path is; None for any other path."""
    try:
        camera_id = UUID(path.partition("/")[0])
    except ValueError:
        return None
    of = path.removesuffix(TRANSCODED)
    named = any(path_name(camera_id, stream) == of for stream in STREAMS)
    return camera_id if named else None


def duration_s(text: str) -> float:
    """Seconds of a duration in MediaMTX's words, as in `1h0m0s` or `7d`."""
    return sum(float(number) * _SECONDS[unit] for number, unit in _DURATION_PART.findall(text))


def _same(key: str, observed: object, wanted: object) -> bool:
    if key in _DURATIONS and isinstance(observed, str) and isinstance(wanted, str):
        return duration_s(observed) == duration_s(wanted)
    return observed == wanted
