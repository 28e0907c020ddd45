"""What the workers say of themselves, and who is heard of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from mosaic_ai.domain.camera_sharing import Worker
from mosaic_ai.domain.engines import Role
from mosaic_ai.domain.model_choices import Choice

HEARD_S = 4.0
"""A worker says something each second; who is silent for so long counts as gone."""
REUNION_S = 6.0
COMPANIONS_S = 15.0
DOUBT_S = 3600.0
"""How long one that fell silent without a word may have events in its outbox for all we know."""


class ToldChoice(BaseModel):
    """Which model a worker uses in a role because somebody chose it, and since when (Unix time in seconds)."""

    model_config = ConfigDict(frozen=True)

    role: Role
    choice: Choice | None
    chosen_at: float


class WorkerReport(BaseModel):
    """What a worker says of itself each second, and answers when it is asked.

    key: of the process; a worker that starts anew has another. connected: to RabbitMQ. leaving: its last word.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    key: str
    name: str
    url: str
    connected: bool = True
    ready: bool = True
    leaving: bool = False
    weight: float = 1.0
    held: frozenset[UUID] = frozenset()
    claimed: frozenset[UUID] = frozenset()
    outbox_depth: int = 0
    models: tuple[ToldChoice, ...] = ()

    def worker(self) -> Worker:
        return Worker(self.key, self.held, self.claimed, self.weight, self.ready)


@dataclass(frozen=True)
class _Heard:
    report: WorkerReport
    at: float


class Workers:
    """The other workers as this one, whose key is given, knows them. For one event loop."""

    def __init__(self, monotonic: Callable[[], float], key: str) -> None:
        self._monotonic = monotonic
        self._key = key
        self._name = ""
        self._expected: list[WorkerReport] = []
        self._reunited_at = float("-inf")
        self._heard: dict[str, _Heard] = {}

    def hear(self, report: WorkerReport) -> None:
        """One that started anew under a name takes the place of the one before, but for what that one claims."""
        if report.key == self._key:
            self._name = report.name
            return
        if report.leaving:
            self._heard.pop(report.key, None)
            return
        self._heard[report.key] = _Heard(report, self._monotonic())

    def reunite(self, companions: Iterable[WorkerReport]) -> None:
        """RabbitMQ is there again for this worker; those who were there before may come back a little later."""
        self._expected = [each.model_copy(update={"held": frozenset()}) for each in companions]
        self._reunited_at = self._monotonic()

    def others(self) -> list[WorkerReport]:
        """With whom the cameras are shared now."""
        return self._and_expected({each.key: each for each in self.living()}, REUNION_S)

    def companions(self) -> list[WorkerReport]:
        """Who may have cameras, if RabbitMQ were lost now."""
        return self._and_expected(
            {each.key: each for each in self.living(COMPANIONS_S)}, COMPANIONS_S
        )

    def _and_expected(self, heard: dict[str, WorkerReport], within_s: float) -> list[WorkerReport]:
        names = {each.name for each in heard.values()}
        if self._monotonic() - self._reunited_at < within_s:
            heard |= {each.key: each for each in self._expected if each.name not in names}
        return list(heard.values())

    def claimed_by(self, key: str) -> frozenset[UUID]:
        """What that process said last that it follows."""
        found = self._heard.get(key)
        return found.report.claimed if found else frozenset()

    def living(self, within_s: float = HEARD_S) -> list[WorkerReport]:
        """The others that were heard of lately."""
        now = self._monotonic()
        return [each.report for each in self._heard.values() if now - each.at <= within_s]

    def holder(self, camera_id: UUID) -> WorkerReport | None:
        """Who follows the camera, as far as is known; one with a lease before one without."""
        claiming = [each for each in self.living() if camera_id in each.claimed]
        return min(claiming, key=lambda each: (camera_id not in each.held, each.key), default=None)

    def in_doubt(self) -> int:
        """How many fell silent without a word and did not come back: their outboxes may hold events."""
        now = self._monotonic()
        living = {self._name, *(each.name for each in self.living())}
        for key, each in list(self._heard.items()):
            if now - each.at > DOUBT_S or (now - each.at > HEARD_S and each.report.name in living):
                del self._heard[key]
        return len({e.report.name for e in self._heard.values() if now - e.at > HEARD_S} - living)
