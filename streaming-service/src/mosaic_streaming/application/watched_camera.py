"""One camera that is watched: the health of each of its streams, and what was last told of it."""

from datetime import datetime

from mosaic_contracts.events import StreamState, SubStreamState
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_streaming.domain.health import Condition, StreamHealth
from mosaic_streaming.domain.paths import StreamName, is_recorded, may_be_transcoded, sources_of


class WatchedStream:
    """One stream; begun anew whenever something of it changes: the past says nothing about the new source.

    ordered: its probes look for B-frames too.
    """

    def __init__(
        self, source: str, *, enabled: bool, always_on: bool, now: float, ordered: bool = False
    ) -> None:
        self.source = source
        self.ordered = ordered
        self.enabled = enabled
        self.always_on = always_on
        self.health = StreamHealth(enabled=enabled, always_on=always_on, now=now)
        self.condition: Condition | None = None
        self.changed_at: datetime | None = None

    def is_as(self, source: str, *, enabled: bool, always_on: bool, ordered: bool) -> bool:
        wanted = (source, enabled, always_on, ordered)
        return (self.source, self.enabled, self.always_on, self.ordered) == wanted

    def continues(self, earlier: "WatchedStream") -> None:
        """Takes over what was told of the stream that this one replaces."""
        self.condition, self.changed_at = earlier.condition, earlier.changed_at


class WatchedCamera:
    """Its streams are judged alone: neither notices what the other does.

    resumed: known before this process started; others keep its last state until there is a better word for
    it than `connecting`.
    """

    def __init__(self, camera: DesiredCamera, now: float, *, resumed: bool) -> None:
        self._resumed = resumed
        self.camera = camera
        self.streams: dict[StreamName, WatchedStream] = {}
        self.told: StreamState | None = None
        self._stale = False
        self.follow(camera, now)

    def follow(self, camera: DesiredCamera, now: float) -> None:
        """Begins anew the streams that are other than they were, and drops those that are no more."""
        self.camera = camera
        before, self.streams = self.streams, {}
        for name, source in sources_of(camera).items():
            always_on = is_recorded(camera, name)
            known = before.get(name)
            ordered = may_be_transcoded(camera)
            if known and known.is_as(
                source, enabled=camera.enabled, always_on=always_on, ordered=ordered
            ):
                self.streams[name] = known
                continue
            begun = WatchedStream(
                source, enabled=camera.enabled, always_on=always_on, now=now, ordered=ordered
            )
            if known:
                begun.continues(known)
            self.streams[name] = begun
        self._stale = self._stale or before.keys() != self.streams.keys()

    def news(self, monotonic: float, now: datetime) -> StreamState | None:
        """What others have to be told: where something of a stream changed, the state of all of them."""
        for stream in self.streams.values():
            condition = stream.health.condition(monotonic)
            if condition != stream.condition:
                stream.condition, stream.changed_at = condition, now
                self._stale = True
        if not self._stale:
            return None
        self._stale = False
        self.told = present = self._state()
        if present is None or (self._resumed and present.state == "connecting"):
            return None
        self._resumed = False
        return present

    def _state(self) -> StreamState | None:
        main, sub = self.streams.get("main"), self.streams.get("sub")
        if main is None or main.condition is None or main.changed_at is None:
            return None
        told = main.condition
        return StreamState(
            camera_id=self.camera.id,
            state=told.state,
            reason=told.reason,
            detail=told.detail,
            changed_at=main.changed_at,
            tracks=list(told.tracks),
            sub=_sub_state(sub) if sub else None,
        )


def _sub_state(stream: WatchedStream) -> SubStreamState | None:
    told = stream.condition
    if told is None or stream.changed_at is None:
        return None
    return SubStreamState(
        state=told.state,
        reason=told.reason,
        detail=told.detail,
        changed_at=stream.changed_at,
        tracks=list(told.tracks),
    )
