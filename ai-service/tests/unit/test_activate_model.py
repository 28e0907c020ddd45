"""Which model is active: chosen, kept, rolled back, and what is taken where it became unusable."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from ai_models import ModelsFolder
from ai_neighbours import eventually
from ai_onnx import write_detector

from mosaic_ai.application.activate_model import (
    Activation,
    ModelActivator,
    Requester,
    starting_selection,
)
from mosaic_ai.application.follow_models import ModelFollower
from mosaic_ai.application.workers import ToldChoice, WorkerReport
from mosaic_ai.domain.engines import Engines, EngineSelection, ModelFile, Role
from mosaic_ai.domain.errors import ModelError, NothingToRollBackError, UnknownModelError
from mosaic_ai.infrastructure.active_models import FileActiveModels
from mosaic_ai.infrastructure.checksums import check_sha256
from mosaic_ai.infrastructure.model_registry import DETECTOR_FILE, FileModelRegistry, shipped_dir
from mosaic_contracts.clock import SystemClock
from mosaic_contracts.errors import UnavailableError

BY = Requester("7", "anna")


class Host:
    """Opens nothing; refuses what it is told to."""

    def __init__(self, selection: EngineSelection) -> None:
        self.selection = selection
        self.refused: str | None = None

    @property
    def engines(self) -> Engines:
        raise NotImplementedError

    @contextmanager
    def lease(self) -> Iterator[Engines]:
        yield self.engines

    async def replace(self, selection: EngineSelection) -> None:
        if any(file.name == self.refused for file in selection.files):
            raise ModelError("it cannot be opened")
        self.selection = selection


class Verifier:
    """Looks at the sha256 alone."""

    async def verify(self, file: ModelFile, instead_of: ModelFile | None) -> None:
        check_sha256(file.path, file.sha256)


class Journal(list[Activation]):
    async def activated(self, activation: Activation, by: Requester) -> None:
        assert by == BY
        self.append(activation)


class Site:
    """A folder with two further locators and a detector, and a service that can be started again."""

    def __init__(self, folder: Path) -> None:
        self.models = ModelsFolder(folder / "models")
        self.models.add_ours("plate_locator", name="one")
        self.models.add_ours("plate_locator", name="two", version="2")
        self.models.add(
            "detector", write_detector(self.models.path / "detector.onnx"), name="detector"
        )
        self.state = folder / "data" / "active-models.json"
        self.start()

    def start(self) -> None:
        self.journal = Journal()
        registry = FileModelRegistry(shipped_dir(), self.models.path)
        self.active = FileActiveModels(self.state)
        selection, notes = starting_selection(registry, self.active, _usable)
        self.host = Host(selection)
        self.activator = ModelActivator(
            registry,
            self.active,
            Verifier(),
            self.host,
            self.journal,
            clock=SystemClock(),
            notes=notes,
        )

    @property
    def locator(self) -> str:
        return self.host.selection.plate_locator.name


def _usable(file: ModelFile) -> None:
    check_sha256(file.path, file.sha256)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


async def test_activate_when_good_then_in_use_told_and_kept_over_a_restart(site: Site) -> None:
    await site.activator.activate("plate_locator", "one", "1", BY)
    assert site.locator == "one"
    (told,) = site.journal
    assert told.file is not None
    assert told.before is not None
    assert (told.file.name, told.before.name) == ("one", "mosaic-plate-locator")
    site.start()
    assert site.locator == "one"
    assert site.activator.limits() == []


async def test_roll_back_when_repeated_then_one_by_one_back_to_what_mosaic_takes(
    site: Site,
) -> None:
    await site.activator.activate("plate_locator", "one", "1", BY)
    await site.activator.activate("plate_locator", "two", "2", BY)
    site.start()
    for expected in ("one", "mosaic-plate-locator"):
        await site.activator.roll_back("plate_locator", BY)
        assert site.locator == expected
    with pytest.raises(NothingToRollBackError):
        await site.activator.roll_back("plate_locator", BY)
    assert site.locator == "mosaic-plate-locator"


async def test_roll_back_when_there_was_no_detector_then_there_is_none_again(site: Site) -> None:
    await site.activator.activate("detector", "detector", "1", BY)
    assert site.host.selection.detector is not None
    assert await site.activator.roll_back("detector", BY) is None
    assert site.host.selection.detector is None


async def test_activate_when_it_is_active_already_then_a_roll_back_goes_behind_it(
    site: Site,
) -> None:
    for _ in range(3):
        await site.activator.activate("plate_locator", "one", "1", BY)
    await site.activator.roll_back("plate_locator", BY)
    assert site.locator == "mosaic-plate-locator"


async def test_activate_when_refused_then_the_one_before_goes_on_and_nothing_is_kept(
    site: Site,
) -> None:
    await site.activator.activate("plate_locator", "one", "1", BY)
    kept = site.state.read_bytes()
    site.host.refused = "two"
    with pytest.raises(ModelError):
        await site.activator.activate("plate_locator", "two", "2", BY)
    (site.models.path / "two-2.onnx").write_bytes(b"changed")
    with pytest.raises(ModelError) as refused:
        await site.activator.activate("plate_locator", "two", "2", BY)
    assert refused.value.code == "model-checksum"
    with pytest.raises(UnknownModelError):
        await site.activator.activate("plate_locator", "three", "2", BY)
    assert site.locator == "one"
    assert site.state.read_bytes() == kept
    assert len(site.journal) == 1


async def test_roll_back_when_the_file_before_was_exchanged_then_refused(site: Site) -> None:
    await site.activator.activate("plate_locator", "one", "1", BY)
    await site.activator.activate("plate_locator", "two", "2", BY)
    site.models.entries.clear()
    (site.models.path / "one-1.onnx").write_bytes(b"changed")
    site.models.add("plate_locator", site.models.path / "one-1.onnx", name="one")
    with pytest.raises(ModelError) as refused:
        await site.activator.roll_back("plate_locator", BY)
    assert refused.value.code == "model-checksum"
    assert site.locator == "two"


async def test_activate_when_it_cannot_be_kept_then_the_one_before_goes_on(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mosaic_ai.infrastructure.active_models.write_private", full)
    with pytest.raises(UnavailableError, match="No space left"):
        await site.activator.activate("plate_locator", "one", "1", BY)
    assert site.locator == "mosaic-plate-locator"
    assert site.journal == []
    with pytest.raises(NothingToRollBackError):
        await site.activator.roll_back("plate_locator", BY)


@pytest.mark.parametrize("fault", ["gone", "changed", "no entry", "no registry"])
async def test_start_when_the_active_model_became_unusable_then_ours_and_told(
    site: Site, fault: str
) -> None:
    await site.activator.activate("plate_locator", "one", "1", BY)
    file = site.models.path / "one-1.onnx"
    if fault == "gone":
        file.unlink()
    elif fault == "changed":
        file.write_bytes(b"x")
    elif fault == "no entry":
        site.models.write({"models": []})
    else:
        (site.models.path / "registry.json").write_text("{")
    site.start()
    assert site.locator == "mosaic-plate-locator"
    (told,) = [limit for limit in site.activator.limits() if "one" in limit]
    assert told.startswith("plate_locator")
    if fault in {"gone", "changed"}:
        await site.activator.activate("plate_locator", "two", "2", BY)
        assert site.activator.limits() == []


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"roles": {"cook": {}}}', '{"roles": {"detector": {"active": 3}}}']
)
async def test_start_when_the_state_is_damaged_then_ours_and_told_until_the_next_choice(
    site: Site, content: str
) -> None:
    site.state.parent.mkdir(exist_ok=True)
    site.state.write_text(content)
    site.start()
    assert site.locator == "mosaic-plate-locator"
    assert "active-models.json" in site.activator.limits()[0]
    await site.activator.activate("plate_locator", "one", "1", BY)
    assert site.activator.limits() == []
    assert json.loads(site.state.read_text())["roles"]["plate_locator"]["active"]["name"] == "one"


def test_start_when_the_bare_detector_cannot_be_used_then_none_and_told(site: Site) -> None:
    def unusable(file: ModelFile) -> None:
        raise ModelError(f"{file.path.name} cannot be loaded")

    (site.models.path / DETECTOR_FILE).write_bytes(b"no model")
    registry = FileModelRegistry(shipped_dir(), site.models.path)
    selection, notes = starting_selection(registry, site.active, unusable)
    assert selection.detector is None
    assert DETECTOR_FILE in notes["detector"]


async def test_overview_then_each_once_with_what_is_active_and_what_was_before(site: Site) -> None:
    before = site.activator.overview()
    (usual,) = [row.file for row in before if row.active and row.file.role == "plate_locator"]
    await site.activator.activate("plate_locator", "one", "1", BY)
    rows = [row for row in site.activator.overview() if row.file.role == "plate_locator"]
    assert [(row.file.name, row.active) for row in rows] == [
        ("one", True),
        *[("mosaic-plate-locator", False)] * (len(rows) - 2),
        ("two", False),
    ]
    assert [row.file for row in rows if row.previous] == [usual]
    assert len({(row.file.name, row.file.version) for row in rows}) == len(rows)


def told_by(other: Site, role: Role = "plate_locator") -> ToldChoice:
    choices = other.active.of(role)
    return ToldChoice(role=role, choice=choices.active, chosen_at=choices.chosen_at)


async def test_follow_when_another_worker_chose_and_rolled_back_then_the_same_here(
    tmp_path: Path,
) -> None:
    asked, other = Site(tmp_path / "asked"), Site(tmp_path / "other")
    for name, version in (("one", "1"), ("two", "2")):
        await asked.activator.activate("plate_locator", name, version, BY)
        await other.activator.follow(told_by(asked), "asked")
        assert other.locator == name
    await asked.activator.roll_back("plate_locator", BY)
    await other.activator.follow(told_by(asked), "asked")
    assert other.locator == "one"
    assert other.journal == []
    other.start()
    assert other.locator == "one"
    await other.activator.roll_back("plate_locator", BY)
    assert other.locator == "mosaic-plate-locator"
    assert told_by(other).chosen_at > told_by(asked).chosen_at


async def test_follow_when_it_is_older_than_what_was_chosen_here_then_nothing(
    tmp_path: Path,
) -> None:
    earlier, later = Site(tmp_path / "earlier"), Site(tmp_path / "later")
    await earlier.activator.activate("plate_locator", "one", "1", BY)
    await later.activator.activate("plate_locator", "two", "2", BY)
    await later.activator.follow(told_by(earlier), "earlier")
    assert later.locator == "two"


async def test_follow_when_the_model_is_not_here_then_told_and_taken_once_it_is(
    tmp_path: Path,
) -> None:
    asked, other = Site(tmp_path / "asked"), Site(tmp_path / "other")
    asked.models.add_ours("plate_locator", name="three")
    await asked.activator.activate("plate_locator", "three", "1", BY)
    now = [0.0]
    follower = ModelFollower(other.active, other.activator, lambda: now[0])
    report = WorkerReport(key="k", name="asked", url="", models=(told_by(asked),))
    running = asyncio.create_task(follower.run())
    follower.hear(report)
    await eventually(lambda: "three 1, chosen at asked" in "".join(other.activator.limits()))
    assert other.locator == "mosaic-plate-locator"
    other.models.add_ours("plate_locator", name="three")
    follower.hear(report)
    assert not follower._waiting
    now[0] += 61
    follower.hear(report)
    await eventually(lambda: other.locator == "three")
    assert other.activator.limits() == []
    assert follower.told() == report.models
    running.cancel()
