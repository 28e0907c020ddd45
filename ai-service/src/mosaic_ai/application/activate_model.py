"""Puts another model into use, or the one before again, while cameras are being looked at."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from mosaic_ai.application.engine_host import EngineHost
from mosaic_ai.application.workers import ToldChoice
from mosaic_ai.domain.engines import ROLES, EngineSelection, ModelFile, Role
from mosaic_ai.domain.errors import ModelChecksumError, ModelError
from mosaic_ai.domain.model_choices import Choice, RoleChoices, choice_of
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import MosaicError, UnavailableError
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)


class KnownModels(Protocol):
    @property
    def files(self) -> Sequence[ModelFile]: ...
    @property
    def faults(self) -> Sequence[str]: ...


class ModelRegistry(Protocol):
    """May wait for the disk."""

    def known(self) -> KnownModels: ...
    def find(self, role: Role, name: str, version: str) -> ModelFile:
        """Raises UnknownModelError."""

    def default(self) -> EngineSelection:
        """What is used where nothing is chosen."""


class ActiveModels(Protocol):
    """Durable; may wait for the disk."""

    @property
    def fault(self) -> str: ...
    def of(self, role: Role) -> RoleChoices: ...
    def save(self, role: Role, choices: RoleChoices) -> None:
        """Raises UnavailableError."""


class ModelVerifier(Protocol):
    async def verify(self, file: ModelFile, instead_of: ModelFile | None) -> None:
        """Raises ModelError for a file that cannot do what its role wants as `instead_of` does."""


class Activation(NamedTuple):
    """What was put into use; no file: a role that is empty now."""

    role: Role
    file: ModelFile | None
    before: ModelFile | None
    rolled_back: bool


class ActivationJournal(Protocol):
    async def activated(self, activation: Activation, by: "Requester") -> None:
        """Never raises: the model is in use already."""


class Requester(NamedTuple):
    """Who asked for it, for the audit log."""

    user_id: str
    username: str
    address: str = ""
    request_id: str = ""


class ModelOverview(NamedTuple):
    """One known model; previous: a roll-back would take it."""

    file: ModelFile
    active: bool
    previous: bool


class ModelActivator:
    """One change at a time. Whatever goes wrong, what was in use before stays so."""

    def __init__(
        self,
        registry: ModelRegistry,
        active: ActiveModels,
        verifier: ModelVerifier,
        host: EngineHost,
        journal: ActivationJournal,
        *,
        clock: Clock,
        notes: dict[Role, str] | None = None,
    ) -> None:
        """notes: why at the start another model than the chosen one was taken."""
        self._registry = registry
        self._active = active
        self._verifier = verifier
        self._host = host
        self._journal = journal
        self._clock = clock
        self._notes = dict(notes or {})
        self._turn = asyncio.Lock()

    async def activate(self, role: Role, name: str, version: str, by: Requester) -> ModelFile:
        """Raises UnknownModelError, ModelError, UnavailableError."""
        async with self._turn:
            file = await asyncio.to_thread(self._registry.find, role, name, version)
            choices = self._active.of(role).chosen(choice_of(file), self._now())
            activation = await self._exchange(role, file, choices, by, rolled_back=False)
            await self._journal.activated(activation, by)
            return file

    async def roll_back(self, role: Role, by: Requester) -> ModelFile | None:
        """What was active before; None where that was nothing. Raises NothingToRollBackError and as `activate`."""
        async with self._turn:
            choices = self._active.of(role)
            previous = choices.previous
            file = await asyncio.to_thread(self._chosen, role, previous)
            choices = choices.rolled_back(self._now())
            activation = await self._exchange(role, file, choices, by, rolled_back=True)
            await self._journal.activated(activation, by)
            return file

    async def follow(self, told: ToldChoice, worker: str) -> None:
        """Takes what was chosen at another worker, unless what was chosen here is as new.

        That one told the audit log. What cannot be used here is told among `limits`, and raised:
        UnknownModelError, ModelError, UnavailableError.
        """
        async with self._turn:
            choices = self._active.of(told.role)
            if told.chosen_at <= choices.chosen_at:
                return
            followed = choices.followed(told.choice, told.chosen_at)
            if told.choice == choices.active and told.role not in self._notes:
                await asyncio.to_thread(self._active.save, told.role, followed)
                return
            try:
                file = await asyncio.to_thread(self._chosen, told.role, told.choice)
                await self._exchange(
                    told.role, file, followed, Requester("", f"worker {worker}"), rolled_back=False
                )
            except MosaicError as error:
                name = f"{told.choice.name} {told.choice.version}" if told.choice else "none"
                self._notes[told.role] = f"{told.role}: {name}, chosen at {worker}: {error.detail}"
                raise

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def overview(self) -> list[ModelOverview]:
        """Every known model, those in use first within each role. Raises ModelError."""
        selection, default = self._host.selection, self._registry.default()
        known = list(self._registry.known().files)
        found = []
        for role in ROLES:
            current, before = selection.file_of(role), self._previous(role, default)
            files = [file for file in known if file.role == role]
            if current is not None and choice_of(current) not in map(choice_of, files):
                files.insert(0, current)
            rows = [
                ModelOverview(file, _same(file, current), _same(file, before)) for file in files
            ]
            found += sorted(rows, key=lambda row: not row.active)
        return found

    def limits(self) -> list[str]:
        """What is not as it was wished, for people."""
        told = [self._active.fault] if self._active.fault else []
        return told + [self._notes[role] for role in ROLES if role in self._notes]

    async def _exchange(
        self,
        role: Role,
        file: ModelFile | None,
        choices: RoleChoices,
        by: Requester,
        *,
        rolled_back: bool,
    ) -> Activation:
        before = self._host.selection
        old = before.file_of(role)
        try:
            if file is not None:
                await self._verifier.verify(file, old)
            await self._host.replace(before.with_file(role, file))
            await self._saved(role, choices, before)
        except MosaicError as error:
            _log.warning(
                "model_refused",
                role=role,
                **_named(file),
                code=error.code,
                reason=error.detail,
                user_id=by.user_id,
            )
            raise
        self._notes.pop(role, None)
        _log.info(
            "model_rolled_back" if rolled_back else "model_activated",
            role=role,
            **_named(file),
            before=f"{old.name} {old.version}" if old else "",
            user_id=by.user_id,
            username=by.username,
        )
        return Activation(role, file, old, rolled_back)

    async def _saved(self, role: Role, choices: RoleChoices, before: EngineSelection) -> None:
        """What cannot be kept over a restart is not kept until then either."""
        try:
            await asyncio.to_thread(self._active.save, role, choices)
        except UnavailableError:
            await self._host.replace(before)
            raise

    def _chosen(self, role: Role, choice: Choice | None) -> ModelFile | None:
        if choice is None:
            return self._registry.default().file_of(role)
        return found_again(self._registry, role, choice)

    def _previous(self, role: Role, default: EngineSelection) -> Choice | None:
        choices = self._active.of(role)
        if not choices.earlier:
            return None
        if choices.previous is not None:
            return choices.previous
        file = default.file_of(role)
        return choice_of(file) if file else None


def starting_selection(
    registry: ModelRegistry, active: ActiveModels, usable: "Usable"
) -> tuple[EngineSelection, dict[Role, str]]:
    """What to open at the start: what was chosen, or what Mosaic takes by itself where that is unusable, and why.

    usable: raises ModelError for a file that cannot be opened as what it should be. Raises ModelError where one
    of Mosaic's own is missing or altered.
    """
    selection, notes = registry.default(), dict[Role, str]()
    if selection.detector is not None:
        selection, note = _tried(selection.with_file("detector", None), selection.detector, usable)
        notes |= {"detector": note} if note else {}
    for role in ROLES:
        choice = active.of(role).active
        if choice is None:
            continue
        try:
            file = found_again(registry, role, choice)
        except MosaicError as error:
            note = f"{role}: {choice.name} {choice.version} was activated: {error.detail}"
        else:
            selection, note = _tried(selection, file, usable)
        if note:
            notes[role] = note
            _log.error("active_model_unusable", role=role, name=choice.name, reason=note)
    return selection, notes


def found_again(registry: ModelRegistry, role: Role, choice: Choice) -> ModelFile:
    """Raises UnknownModelError, and ModelChecksumError where the registry tells of another file now."""
    file = registry.find(role, choice.name, choice.version)
    if not choice.fits(file):
        raise ModelChecksumError(f"{file.path.name} is not the file that was activated")
    return file


class Usable(Protocol):
    def __call__(self, file: ModelFile) -> None: ...


def _tried(
    selection: EngineSelection, file: ModelFile, usable: Usable
) -> tuple[EngineSelection, str]:
    try:
        usable(file)
    except ModelError as error:
        return selection, f"{file.role}: {file.name} {file.version} is not used: {error.detail}"
    return selection.with_file(file.role, file), ""


def _same(file: ModelFile, other: "ModelFile | Choice | None") -> bool:
    if other is None:
        return False
    return choice_of(file) == (other if isinstance(other, Choice) else choice_of(other))


def _named(file: ModelFile | None) -> dict[str, str]:
    return {"name": file.name, "version": file.version, "sha256": file.sha256} if file else {}
