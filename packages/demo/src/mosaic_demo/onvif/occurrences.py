"""What happens in front of a simulated camera, and who has subscribed to hear of it."""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition
from typing import Literal

MOTION = "tns1:RuleEngine/CellMotionDetector/Motion"
INPUT = "tns1:Device/Trigger/DigitalInput"
LINE_CROSSED = "tns1:RuleEngine/LineDetector/Crossed"
MOST_KEPT = 200


@dataclass(frozen=True)
class Occurrence:
    """at: by the camera's clock. operation: Initialized tells how things stand when one subscribes."""

    topic: str
    source: Mapping[str, str]
    data: Mapping[str, str]
    at: datetime
    operation: Literal["Initialized", "Changed"] | None = None


@dataclass
class _Subscription:
    until: float
    waiting: deque[Occurrence] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))


class Occurrences:
    """Safe from several threads. made, renewed, ended: how many subscriptions ever were."""

    def __init__(self) -> None:
        self.made = self.renewed = self.ended = 0
        self._changed = Condition()
        self._numbers = 0
        self._subscriptions: dict[str, _Subscription] = {}
        self._standing: dict[tuple[str, str], Occurrence] = {}

    @property
    def listeners(self) -> int:
        with self._changed:
            self._forget_old()
            return len(self._subscriptions)

    def fire(
        self, topic: str, source: Mapping[str, str], data: Mapping[str, str], at: datetime
    ) -> None:
        """Something happens; motion and inputs have a state that stands until the next."""
        is_state = topic in {MOTION, INPUT}
        told = Occurrence(topic, source, data, at, "Changed" if is_state else None)
        with self._changed:
            if is_state:
                self._standing[topic, str(sorted(source.items()))] = told
            for subscription in self._subscriptions.values():
                subscription.waiting.append(told)
            self._changed.notify_all()

    def again(self, number: str) -> None:
        """Tells the subscriber everything that stands once more, as some cameras do after a lost answer."""
        with self._changed:
            self._subscriptions[number].waiting.extend(self._standing.values())
            self._changed.notify_all()

    def subscribe(self, for_s: float, at: datetime) -> str:
        """The subscription's number."""
        with self._changed:
            self._numbers += 1
            self.made += 1
            begun = [
                Occurrence(told.topic, told.source, told.data, at, "Initialized")
                for told in self._standing.values()
            ]
            number = str(self._numbers)
            self._subscriptions[number] = _Subscription(time.monotonic() + for_s)
            self._subscriptions[number].waiting.extend(begun)
            return number

    def pull(self, number: str, within_s: float, most: int) -> list[Occurrence]:
        """Raises KeyError for a subscription that there is not, or no more."""
        deadline = time.monotonic() + within_s
        with self._changed:
            while True:
                self._forget_old()
                waiting = self._subscriptions[number].waiting
                left_s = deadline - time.monotonic()
                if waiting or left_s <= 0:
                    return [waiting.popleft() for _ in range(min(most, len(waiting)))]
                self._changed.wait(min(left_s, 0.2))

    def renew(self, number: str, for_s: float) -> None:
        """Raises KeyError."""
        with self._changed:
            self._forget_old()
            self._subscriptions[number].until = time.monotonic() + for_s
            self.renewed += 1

    def end(self, number: str) -> None:
        """Raises KeyError."""
        with self._changed:
            del self._subscriptions[number]
            self.ended += 1
            self._changed.notify_all()

    def restart(self) -> None:
        """As a camera that starts anew: nobody is subscribed any more."""
        with self._changed:
            self._subscriptions.clear()
            self._changed.notify_all()

    def _forget_old(self) -> None:
        now = time.monotonic()
        self._subscriptions = {
            number: kept for number, kept in self._subscriptions.items() if kept.until > now
        }
