"""What a worker goes on with while RabbitMQ is away: its cameras, as long as nobody else can be given them."""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from mosaic_ai.application.workers import WorkerReport
from mosaic_ai.domain.camera_sharing import Answer, goes_on, yielded

ASK_AFTER_S = 2.0
DOUBT_S = 4.0
"""RabbitMQ comes back to one worker first: that another has it is no sign at once of being cut off."""


class OtherWorkers(Protocol):
    async def ask(self, worker: WorkerReport) -> tuple[Answer, WorkerReport | None]:
        """What a worker says by itself when it is asked directly; the report where there was one."""


class ShareMemory(Protocol):
    """What survives a restart of the process, which may fall into a time without RabbitMQ."""

    def load(self) -> tuple[set[UUID], list[WorkerReport]] | None: ...
    def save(self, claimed: Collection[UUID], companions: Iterable[WorkerReport]) -> None:
        """Cheap where nothing changed."""


@dataclass
class WithoutBroker:
    """One time without RabbitMQ. since: when it began; companions: the other workers that there were then.

    recalled: what we followed before our start, where we started meanwhile.
    """

    others: OtherWorkers
    memory: ShareMemory
    since: float
    companions: list[WorkerReport] = field(default_factory=list)
    doubted_since: float | None = None
    recalled: set[UUID] = field(default_factory=set)

    async def kept(
        self, me: WorkerReport, wanted: Collection[UUID], *, refused: bool, now: float
    ) -> set[UUID]:
        """What we follow from now on. refused: RabbitMQ's machine says that nothing listens.

        Asks the companions whether they have RabbitMQ. What they follow with a better right is left, and all
        where we alone are cut off. Who had no companions follows everything. A process that was started
        meanwhile goes on with what it followed before.
        """
        claimed = set(me.claimed)
        if now - self.since < ASK_AFTER_S:
            return claimed
        if not claimed and not self.companions and (kept := self.memory.load()):
            self.recalled, self.companions = kept
        told = await asyncio.gather(*(self.others.ask(each) for each in self.companions))
        answers = [answer for answer, _ in told]
        reports = [report for _, report in told if report is not None]
        claimed -= yielded(me.worker(), [each.worker() for each in reports])
        if not goes_on(answers, refused=refused):
            self.doubted_since = self.doubted_since or now
            return set() if now - self.doubted_since > DOUBT_S else claimed
        self.doubted_since = None
        if Answer.SILENT not in answers:
            claimed |= self.recalled.difference(*(each.claimed for each in reports))
        if claimed and not self.companions:
            claimed |= set(wanted)
        return claimed & set(wanted)
