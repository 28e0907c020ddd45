"""The state of one camera's stream, from what MediaMTX shows and what probes found."""

from dataclasses import dataclass

from mosaic_contracts.events.types import StreamStateName, StreamTrack
from mosaic_streaming.domain.probing import SENTENCES, ProbeOutcome, codec_warning

IDLE_PROBE_S = 60.0
FIRST_RETRY_S = 2.0
LONGEST_RETRY_S = 60.0
PATIENCE_S = 15.0  # for a path that should be ready, or for a verdict on one that is
PROBE_S = 6.0
LONG_GOP_PROBE_S = 25.0
UNDENIED_BY_READY = frozenset({"no-key-frame", "no-video"})


@dataclass(frozen=True)
class Observed:
    """A path as MediaMTX shows it. hls: it is being cut into segments, so a playlist is at hand."""

    ready: bool
    readers: int = 0
    hls: bool = False
    tracks: tuple[StreamTrack, ...] = ()


@dataclass(frozen=True)
class Condition:
    """What is told about a stream; two equal ones are no change."""

    state: StreamStateName
    reason: str | None = None
    detail: str | None = None
    tracks: tuple[StreamTrack, ...] = ()


class StreamHealth:
    """One camera. Instants are a monotonic clock's seconds; the caller probes when `probe_due` says so."""

    def __init__(self, *, enabled: bool, always_on: bool, now: float) -> None:
        self.enabled = enabled
        self._always_on = always_on
        self._seen = Observed(ready=False)
        self._since = now  # when readiness or the verdict last changed
        self._verdict: ProbeOutcome | None = None
        self._interrupted = False
        self._failures = 0
        self._probe_at: float | None = now if enabled else None
        self._probing = False

    def observe(self, seen: Observed, now: float) -> None:
        before, self._seen = self._seen, seen
        if seen.ready == before.ready:
            return
        self._since = now
        if seen.ready:
            self._interrupted = False
            if self._verdict is not None and not self._verdict.ok:
                self._verdict, self._failures = None, 0
            self._probe_at = None if self._verdict else now
        elif before.readers or self._always_on:
            self._interrupted = True
            self._failures = 0
            self._probe_at = now
        else:
            self._probe_at = now + IDLE_PROBE_S if self._verdict else now

    @property
    def has_playlist(self) -> bool:
        return self._seen.ready and self._seen.hls

    def lost_sight(self) -> None:
        """MediaMTX itself was away: what is missing afterwards did not break off."""
        self._seen = Observed(ready=False)

    def wanted(self, now: float) -> None:
        """Somebody asks for the stream: a camera that is in error gets another look."""
        if self._probe_at is not None and self._failures:
            self._probe_at = min(self._probe_at, now)

    def probe_due(self, now: float) -> bool:
        due = self._probe_at is not None and now >= self._probe_at
        return self.enabled and due and not self._probing

    def probe_started(self) -> float:
        """Returns how long the probe may take: some cameras send a key frame every ten seconds only."""
        self._probe_at, self._probing = None, True
        seeks_key_frame = self._verdict is not None and self._verdict.reason == "no-key-frame"
        return LONG_GOP_PROBE_S if seeks_key_frame else PROBE_S

    def concluded(self, outcome: ProbeOutcome, now: float, *, jitter: float = 1.0) -> None:
        """Takes a probe's outcome; `jitter` stretches the time to the next one."""
        self._probing = False
        if self._verdict is None or self._verdict.ok != outcome.ok:
            self._since = now
        self._verdict = outcome
        if outcome.ok:
            self._failures = 0
            self._interrupted = False
            self._probe_at = None if self._seen.ready else now + IDLE_PROBE_S * jitter
        else:
            pause_s = min(FIRST_RETRY_S * 2**self._failures, LONGEST_RETRY_S)
            self._failures = min(self._failures + 1, 10)
            self._probe_at = now + pause_s * jitter

    @property
    def has_b_frames(self) -> bool:
        """As far as the last probe that came to a picture told."""
        probed = self._verdict.tracks if self._verdict else []
        return any(track.has_b_frames for track in probed)

    def condition(self, now: float) -> Condition:
        if not self.enabled:
            return Condition("disabled")
        if self._seen.ready:
            return self._while_ready(now)
        if self._interrupted:
            return self._error("interrupted", self._tracks())
        if self._verdict is None:
            return Condition("connecting")
        if not self._verdict.ok:
            return self._error(self._verdict.reason or "failed", self._tracks())
        if not self._always_on:
            return self._fine("idle")
        if now - self._since < PATIENCE_S:
            return Condition("connecting")
        return self._error("failed", self._tracks())

    def _while_ready(self, now: float) -> Condition:
        if self._verdict is None and now - self._since < PATIENCE_S:
            return Condition("connecting")
        if self._verdict is not None and self._verdict.reason in UNDENIED_BY_READY:
            return self._error(self._verdict.reason or "failed", self._tracks())
        return self._fine("online")

    def _fine(self, state: StreamStateName) -> Condition:
        tracks = self._tracks()
        warning = codec_warning(tracks)
        return Condition(state, warning, SENTENCES[warning] if warning else None, tracks)

    def _error(self, reason: str, tracks: tuple[StreamTrack, ...]) -> Condition:
        detail = SENTENCES[reason]
        verdict = self._verdict
        if verdict is not None and not verdict.ok and verdict.detail:
            detail = f"{detail} {verdict.detail}" if reason == "interrupted" else verdict.detail
        return Condition("error", reason, detail, tracks)

    def _tracks(self) -> tuple[StreamTrack, ...]:
        if self._seen.tracks:
            return self._seen.tracks
        probed = self._verdict.tracks if self._verdict else []
        return tuple(
            StreamTrack(codec=track.codec, width=track.width, height=track.height)
            for track in probed
        )
