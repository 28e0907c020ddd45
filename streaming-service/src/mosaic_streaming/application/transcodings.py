"""How many streams are transcoded at once, and by which encoder."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from prometheus_client import Counter, Gauge

from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_platform.logs import get_logger
from mosaic_streaming.domain.transcoding import PREFERRED, SOFTWARE, Encoder

RESERVED_S = 20.0
"""From a session to its viewer's read; then the place is free again."""
FAILED_FOR_S = 600.0
"""An encoder that failed while it ran is left out for so long: it may have been busy, or its driver is gone."""

_log = get_logger(__name__)
_running = Gauge("mosaic_streaming_transcodings", "Streams that are transcoded now")
_most = Gauge("mosaic_streaming_transcodings_most", "Streams that may be transcoded at once")
_encoder = Gauge("mosaic_streaming_encoder", "1 for the encoder in use, 0 for others", ["encoder"])
_begun = Counter("mosaic_streaming_transcodings_begun_total", "Transcodings begun", ["encoder"])
_failed = Counter("mosaic_streaming_encoder_failures_total", "Encoders that failed", ["encoder"])
_refused = Counter("mosaic_streaming_transcodings_refused_total", "Transcodings refused", ["code"])


class TranscodingsFullError(UnavailableError):
    """As many streams are transcoded as this machine may at once; try again when one of them has ended."""

    code = "transcodings-full"


class NoEncoderError(UnavailableError):
    """No encoder works on this machine, so nothing can be transcoded."""

    code = "no-encoder"


class Transcodings:
    """The places of this node. Not for threads."""

    def __init__(self, most: int, clock: Clock) -> None:
        self.most = most
        self._clock = clock
        self._found: Sequence[Encoder] = ()
        self._failed_at: dict[Encoder, float] = {}
        self._running: set[str] = set()
        self._reserved: dict[str, float] = {}
        _most.set(most)

    def found(self, encoders: Sequence[Encoder]) -> None:
        """Those that work here, the best first."""
        self._found = encoders
        self._tell()

    @property
    def running(self) -> frozenset[str]:
        """Paths that are transcoded now."""
        return frozenset(self._running)

    @property
    def encoder(self) -> Encoder | None:
        """The one that the next transcoding tries first."""
        usable = self.usable()
        return usable[0] if usable else None

    def usable(self) -> Sequence[Encoder]:
        """In the order in which they are tried. Software is never given up."""
        now = self._clock.monotonic()
        return [
            each
            for each in self._found
            if each == SOFTWARE or now - self._failed_at.get(each, -FAILED_FOR_S) >= FAILED_FOR_S
        ]

    def failed(self, encoder: Encoder) -> None:
        """It ended although the camera went on."""
        _failed.labels(encoder).inc()
        _log.warning("encoder_failed", encoder=encoder)
        self._failed_at[encoder] = self._clock.monotonic()
        self._tell()

    def reserve(self, path: str) -> None:
        """Keeps a place for a path that is about to be read. Raises TranscodingsFullError or NoEncoderError."""
        self._check(path)
        if path not in self._running:
            self._reserved[path] = self._clock.monotonic()

    @contextmanager
    def place(self, path: str) -> Iterator[None]:
        """While the path is transcoded. Raises as `reserve` does."""
        self._check(path)
        if path in self._running:
            raise TranscodingsFullError
        self._reserved.pop(path, None)
        self._running.add(path)
        _running.set(len(self._running))
        try:
            yield
        finally:
            self._running.discard(path)
            _running.set(len(self._running))

    def begun(self, encoder: Encoder) -> None:
        _begun.labels(encoder).inc()

    def _check(self, path: str) -> None:
        if not self._found:
            _refused.labels(NoEncoderError.code).inc()
            raise NoEncoderError
        now = self._clock.monotonic()
        self._reserved = {
            other: at for other, at in self._reserved.items() if now - at < RESERVED_S
        }
        others = (self._running | self._reserved.keys()) - {path}
        if len(others) >= self.most:
            _refused.labels(TranscodingsFullError.code).inc()
            raise TranscodingsFullError

    def _tell(self) -> None:
        for each in PREFERRED:
            _encoder.labels(each).set(each == self.encoder)
