"""The sharing of cameras, against a model of the broker: any order of joins, deaths, freezes and restarts."""

from collections import Counter
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mosaic_ai.domain.camera_sharing import (
    Answer,
    Verdict,
    Worker,
    fair_counts,
    goes_on,
    missing,
    room,
    surplus,
    verdict,
    yielded,
)


def camera(number: int) -> UUID:
    return UUID(int=number)


class Process:
    """A worker: leases in hand, cameras followed, and whether it runs, is frozen or has lost the broker."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.held: set[UUID] = set()
        self.claimed: set[UUID] = set()
        self.frozen = False
        self.connected = True

    @property
    def heard(self) -> bool:
        return self.connected and not self.frozen

    def told(self) -> Worker:
        return Worker(self.key, frozenset(self.held), frozenset(self.claimed))


class Sharing(RuleBasedStateMachine):
    """Free leases lie in a bag, and whoever takes one gets any of them, as from RabbitMQ."""

    @initialize(cameras=st.integers(0, 12), workers=st.integers(1, 4))
    def start(self, cameras: int, workers: int) -> None:
        self.names = 0
        self.cameras = {camera(number) for number in range(cameras)}
        self.bag: list[UUID] = sorted(self.cameras)
        self.workers: list[Process] = []
        for _ in range(workers):
            self.joins()

    @rule()
    def joins(self) -> None:
        if len(self.workers) < 6:
            self.names += 1
            self.workers.append(Process(f"w{self.names}"))

    @rule(data=st.data())
    def dies(self, data: st.DataObject) -> None:
        if len(self.workers) > 1:
            worker = data.draw(st.sampled_from(self.workers))
            self.bag += worker.held
            self.workers.remove(worker)

    @rule(data=st.data())
    def freezes_or_loses_the_broker(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from(self.workers))
        worker.frozen = data.draw(st.booleans())
        worker.connected = False
        self.bag += worker.held
        worker.held.clear()

    @rule(data=st.data())
    def comes_back(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from(self.workers))
        worker.frozen, worker.connected = False, True

    @rule()
    def broker_restarts(self) -> None:
        for worker in self.workers:
            self.bag += worker.held
            worker.held.clear()

    @rule(number=st.integers(0, 15))
    def camera_comes_or_goes(self, number: int) -> None:
        changed = camera(number)
        if changed in self.cameras:
            self.cameras.remove(changed)
        else:
            self.cameras.add(changed)

    @rule(data=st.data())
    def lease_is_doubled(self, data: st.DataObject) -> None:
        if self.cameras:
            self.bag.append(data.draw(st.sampled_from(sorted(self.cameras))))

    @rule(data=st.data())
    def somebody_ticks(self, data: st.DataObject) -> None:
        self.tick(data.draw(st.sampled_from(self.workers)))

    def others(self, worker: Process) -> list[Worker]:
        return [each.told() for each in self.workers if each is not worker and each.heard]

    def tick(self, worker: Process) -> None:
        if not worker.heard:
            return
        others = self.others(worker)
        for left in yielded(worker.told(), others):
            worker.claimed.discard(left)
            worker.held.discard(left)  # where it had a lease there were two
        gone = worker.claimed - self.cameras
        worker.claimed -= gone
        worker.held -= gone
        surplus_now = surplus(worker.told(), others, len(self.cameras))
        for given_up in sorted(worker.held)[:surplus_now]:
            worker.held.discard(given_up)
            worker.claimed.discard(given_up)
            self.bag.append(given_up)
        bag, self.bag = self.bag, []
        for lease in bag:
            found = verdict(lease, worker.told(), others, len(self.cameras))
            if lease not in self.cameras:
                continue
            if found is Verdict.TAKE:
                worker.held.add(lease)
                worker.claimed.add(lease)
            elif found is Verdict.RETURN:
                self.bag.append(lease)

    def coordinate(self) -> None:
        if not self.bag:
            self.bag += missing(self.cameras, [each.told() for each in self.workers if each.heard])

    @invariant()
    def whoever_holds_a_lease_follows(self) -> None:
        for worker in getattr(self, "workers", ()):
            assert worker.held <= worker.claimed

    def teardown(self) -> None:
        """Whatever happened: when all run again, each camera is soon followed by exactly one, in fair shares."""
        if not hasattr(self, "workers"):
            return
        for worker in self.workers:
            worker.frozen, worker.connected = False, True
        for _ in range(8):
            for worker in self.workers:
                self.tick(worker)
            self.coordinate()
        followed = Counter(each for worker in self.workers for each in worker.claimed)
        assert followed == Counter(dict.fromkeys(self.cameras, 1))
        assert all(worker.held == worker.claimed for worker in self.workers)
        sizes = [len(worker.held) for worker in self.workers]
        assert max(sizes) - min(sizes) <= 1
        assert not self.bag
        before = [set(worker.held) for worker in self.workers]
        for worker in self.workers:
            self.tick(worker)
        assert [worker.held for worker in self.workers] == before


TestSharing = Sharing.TestCase
TestSharing.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)


@given(st.integers(0, 200), st.lists(st.floats(0.1, 8), min_size=1, max_size=6))
def test_counts_when_weighted_then_all_are_shared_out_and_none_is_off_by_more_than_one(
    cameras: int, weights: list[float]
) -> None:
    workers = [Worker(f"w{at}", weight=weight) for at, weight in enumerate(weights)]
    counts = fair_counts(cameras, workers)
    assert sum(counts.values()) == cameras
    for each in workers:
        assert abs(counts[each.key] - cameras * each.weight / sum(weights)) <= 1


@given(st.lists(st.integers(0, 20), min_size=1, max_size=5))
def test_joining_when_shares_were_fair_then_only_the_newcomers_share_moves(held: list[int]) -> None:
    total = sum(held)
    numbers = iter(range(total))
    base = fair_counts(total, [Worker(f"w{at}") for at in range(len(held))])
    workers = [
        Worker(
            key, held=(mine := frozenset(camera(next(numbers)) for _ in range(count))), claimed=mine
        )
        for key, count in base.items()
    ]
    everybody = [*workers, Worker("a-new-one")]
    moves = sum(surplus(each, [o for o in everybody if o is not each], total) for each in workers)
    assert moves == fair_counts(total, everybody)["a-new-one"]
    assert moves <= total // len(everybody) + 1


def test_worker_when_it_does_not_know_the_cameras_then_it_gets_none() -> None:
    new = Worker("new", ready=False)
    old = Worker("old")
    assert fair_counts(3, [new, old]) == {"old": 3}
    assert room(new, [old], 3) == 0
    assert fair_counts(3, [new]) == {}


def test_worker_without_the_broker_when_nobody_else_can_be_given_its_cameras_then_goes_on() -> None:
    assert goes_on([], refused=False)
    assert goes_on([Answer.ADRIFT, Answer.GONE], refused=False)
    assert goes_on([Answer.SILENT], refused=True)
    assert not goes_on([Answer.SILENT, Answer.ADRIFT], refused=False)
    assert not goes_on([Answer.CONNECTED, Answer.ADRIFT], refused=True)
