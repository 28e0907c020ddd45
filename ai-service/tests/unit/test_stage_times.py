"""What the stages of the pipeline tell."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from mosaic_ai.application.stage_times import MOST_KEPT, UNMEASURED, MeasuredStages


class Heard:
    def __init__(self) -> None:
        self.times: list[tuple[str, float]] = []
        self.drops: list[str] = []

    def took(self, name: str, seconds: float) -> None:
        self.times.append((name, seconds))


def test_stage_when_it_ends_or_fails_then_its_time_is_handed_on_and_kept_until_taken() -> None:
    heard = Heard()
    stages = MeasuredStages(heard.took, heard.drops.append)
    with stages.stage("gate"):
        pass
    with pytest.raises(ValueError, match="lens"), stages.stage("locate"), stages.stage("read"):
        raise ValueError("lens")
    assert [name for name, _ in heard.times] == ["gate", "read", "locate"]
    taken = {name: times for name, times in stages.taken().items() if times}
    assert {name: len(times) for name, times in taken.items()} == {
        "gate": 1,
        "locate": 1,
        "read": 1,
    }
    assert taken["locate"][0] >= taken["read"][0] >= 0
    assert not any(stages.taken().values())


def test_stages_when_told_from_many_threads_then_none_is_lost() -> None:
    heard = Heard()
    stages = MeasuredStages(heard.took, heard.drops.append)

    def tell(_: int) -> None:
        with stages.stage("read"):
            stages.dropped("undecodable")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(tell, range(2000)))
    assert len(stages.taken()["read"]) == 2000
    assert stages.drops == {"undecodable": 2000}
    assert len(heard.drops) == 2000


def test_stages_when_nobody_takes_the_times_then_the_newest_are_kept() -> None:
    stages = MeasuredStages(lambda *_: None, lambda _: None)
    for seconds in range(MOST_KEPT + 5):
        stages.took("read", float(seconds))
    assert stages.taken()["read"][0] == 5.0
    none = MeasuredStages(lambda *_: None, lambda _: None, keep=False)
    none.took("read", 1.0)
    assert not any(none.taken().values())


def test_stages_when_unmeasured_then_nothing_happens() -> None:
    with UNMEASURED.stage("read"), UNMEASURED.stage("read"):
        UNMEASURED.dropped("undecodable")
