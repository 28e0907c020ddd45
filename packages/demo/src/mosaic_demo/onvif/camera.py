"""What a simulated camera is and how it shall misbehave."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mosaic_demo.onvif.head import Head
from mosaic_demo.onvif.occurrences import INPUT, LINE_CROSSED, MOTION, Occurrences

CAMERA_PASSWORD = "camera-pass"  # noqa: S105 - of a simulated camera


@dataclass(frozen=True)
class Profile:
    """A media profile; encoding as ONVIF spells it."""

    token: str
    name: str
    encoding: str
    width: int
    height: int
    fps: int
    uri: str


@dataclass
class Imaging:
    brightness: float = 50.0
    contrast: float = 50.0
    saturation: float = 50.0
    sharpness: float = 50.0
    ir_cut: str = "AUTO"
    focus: str = "AUTO"


@dataclass
class Faults:
    """clock_offset_s: how far its clock is ahead. refuse_all: answers 401 to everybody. delay_s: before answers.

    broken_xml: answers that no parser takes. doctype: answers that declare an entity. elsewhere: the host and port
    that it tells for its services, in place of its own. redirect: where it sends every request.
    subscription_s: for how long it grants subscriptions at most; 0: as asked. no_renewal: it renews none.
    """

    clock_offset_s: float = 0.0
    refuse_all: bool = False
    delay_s: float = 0.0
    broken_xml: bool = False
    doctype: bool = False
    elsewhere: str = ""
    redirect: str = ""
    subscription_s: float = 0.0
    no_renewal: bool = False


@dataclass
class SimulatedCamera:
    """asked: the last operations, in order. most_at_once: how many connections it ever had together."""

    username: str = "operator"
    password: str = CAMERA_PASSWORD
    profiles: tuple[Profile, ...] = (
        Profile("main", "Main", "H264", 1920, 1080, 25, "rtsp://127.0.0.1:8554/main"),
        Profile("sub", "Sub", "H264", 640, 360, 12, "rtsp://127.0.0.1:8554/sub"),
    )
    has_ptz: bool = True
    has_events: bool = True
    head: Head = field(default_factory=Head)
    imaging: Imaging = field(default_factory=Imaging)
    occurrences: Occurrences = field(default_factory=Occurrences)
    faults: Faults = field(default_factory=Faults)
    most_at_once: int = 0
    asked: deque[str] = field(default_factory=lambda: deque(maxlen=1000))

    def now(self) -> datetime:
        """By its own clock."""
        return datetime.now(UTC) + timedelta(seconds=self.faults.clock_offset_s)

    def motion(self, *, active: bool) -> None:
        """Begins or ends."""
        self._fire(MOTION, {"VideoSourceToken": "source"}, {"IsMotion": str(active).lower()})

    def digital_input(self, token: str, *, active: bool) -> None:
        self._fire(INPUT, {"InputToken": token}, {"LogicalState": str(active).lower()})

    def line_crossed(self, thing: int) -> None:
        """thing: the camera's number of what crossed the line."""
        self._fire(LINE_CROSSED, {"Rule": "line 1"}, {"ObjectId": str(thing)})

    def _fire(self, topic: str, source: dict[str, str], data: dict[str, str]) -> None:
        self.occurrences.fire(topic, source, data, self.now())
