"""Which worker follows which camera: what one worker concludes from its leases and from what the others say.

A lease is a message of RabbitMQ that one worker holds unacknowledged; it makes a camera one worker's alone.
What workers say of themselves (`held`, `claimed`) is a hint that makes them polite: it decides who takes a lease
that is free, never who may hold one.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID


@dataclass(frozen=True)
class Worker:
    """What a worker says of itself.

    held: cameras whose lease it has. claimed: those that it follows, or follows until it learns that another does.
    weight: its share beside the others'. ready: it knows the cameras, so that it could follow any.
    """

    key: str
    held: frozenset[UUID] = frozenset()
    claimed: frozenset[UUID] = frozenset()
    weight: float = 1.0
    ready: bool = True


class Verdict(Enum):
    """What becomes of a lease that was free. RETURN: it is put back for another; DROP: it is one too many."""

    TAKE = auto()
    RETURN = auto()
    DROP = auto()


def fair_counts(cameras: int, workers: Iterable[Worker]) -> dict[str, int]:
    """How many cameras each worker should have: by weight, and what is left over to whom it costs no move.

    Who knows the same workers comes to the same counts; they add up to `cameras`.
    """
    able = sorted((each for each in workers if each.ready), key=lambda each: each.key)
    total = sum(each.weight for each in able)
    if not able or total <= 0:
        return {}
    exact = {each.key: cameras * each.weight / total for each in able}
    counts = {key: int(share) for key, share in exact.items()}
    over = cameras - sum(counts.values())
    order = sorted(
        able,
        key=lambda each: (
            -min(len(each.held), counts[each.key] + 1),
            counts[each.key] - exact[each.key],
            each.key,
        ),
    )
    for each in order[:over]:
        counts[each.key] += 1
    return counts


def verdict(camera: UUID, me: Worker, others: Sequence[Worker], cameras: int) -> Verdict:
    """What I do with a free lease. cameras: how many there are in all."""
    if camera in me.held:
        return Verdict.DROP
    if camera in me.claimed:
        return Verdict.TAKE
    if any(camera in each.claimed for each in others):
        return Verdict.RETURN
    return Verdict.TAKE if room(me, others, cameras) > 0 else Verdict.RETURN


def room(me: Worker, others: Sequence[Worker], cameras: int) -> int:
    """How many more cameras I should take."""
    mine = fair_counts(cameras, [me, *others]).get(me.key, 0)
    return max(0, mine - len(me.held | me.claimed))


def surplus(me: Worker, others: Sequence[Worker], cameras: int) -> int:
    """How many I should give up, as others have fewer than they should."""
    counts = fair_counts(cameras, [me, *others])
    mine = counts.get(me.key, len(me.held))
    lacking = sum(max(0, counts.get(each.key, 0) - len(each.held)) for each in others)
    return max(0, min(len(me.held) - mine, lacking))


def yielded(me: Worker, others: Sequence[Worker]) -> set[UUID]:
    """What I leave at once, as another follows it with a better right.

    A lease is a better right than none. Of two with as good a right that of the lesser key counts: either both
    follow what nobody has a lease for, or there were two leases.
    """
    return {
        camera
        for each in others
        for camera in each.claimed & me.claimed
        if (camera not in each.held, each.key) < (camera not in me.held, me.key)
    }


def missing(cameras: Collection[UUID], workers: Iterable[Worker]) -> set[UUID]:
    """Cameras whose lease nobody says to hold: it is free, or on its way, or there is none."""
    return set(cameras).difference(*(each.held for each in workers))


class Answer(Enum):
    """What a worker that lost RabbitMQ hears of another. GONE: its machine says that there is no such process."""

    CONNECTED = auto()
    ADRIFT = auto()
    GONE = auto()
    SILENT = auto()


def goes_on(answers: Collection[Answer], *, refused: bool) -> bool:
    """Whether a worker without RabbitMQ may keep its cameras, as nobody else can have been given them.

    refused: RabbitMQ's machine says that nothing listens. Who hears neither of RabbitMQ nor of the others is cut
    off, unless there are no others.
    """
    if Answer.CONNECTED in answers:
        return False
    return refused or Answer.SILENT not in answers
