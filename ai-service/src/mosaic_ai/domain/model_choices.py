"""Which models were chosen, role by role, and what was chosen before."""

from typing import NamedTuple

from mosaic_ai.domain.engines import ModelFile
from mosaic_ai.domain.errors import NothingToRollBackError

KEPT = 10
"""Earlier choices of a role that are remembered."""
LEAST_LATER_S = 0.001
"""Between two choices, whatever the clocks say: among workers the later one counts."""


class Choice(NamedTuple):
    """A model by name and by what was in its file when it was chosen."""

    name: str
    version: str
    sha256: str

    def fits(self, file: ModelFile) -> bool:
        return self == choice_of(file)


class RoleChoices(NamedTuple):
    """Of one role. None stands for what Mosaic takes where nothing is chosen.

    earlier: what was active before, newest last. chosen_at: when that was chosen, Unix time in seconds; 0: never.
    """

    active: Choice | None = None
    earlier: tuple[Choice | None, ...] = ()
    chosen_at: float = 0.0

    @property
    def previous(self) -> Choice | None:
        """Raises NothingToRollBackError."""
        if not self.earlier:
            raise NothingToRollBackError
        return self.earlier[-1]

    def chosen(self, choice: Choice | None, at: float) -> "RoleChoices":
        at = max(at, self.chosen_at + LEAST_LATER_S)
        if choice == self.active:
            return self._replace(chosen_at=at)
        return RoleChoices(choice, (*self.earlier, self.active)[-KEPT:], at)

    def rolled_back(self, at: float) -> "RoleChoices":
        """Raises NothingToRollBackError."""
        return RoleChoices(
            self.previous, self.earlier[:-1], max(at, self.chosen_at + LEAST_LATER_S)
        )

    def followed(self, choice: Choice | None, at: float) -> "RoleChoices":
        """As another worker has it since then: a step back where that leads there, else a step on."""
        if choice != self.active and self.earlier and self.earlier[-1] == choice:
            return RoleChoices(choice, self.earlier[:-1], at)
        return self.chosen(choice, at)._replace(chosen_at=at)


def choice_of(file: ModelFile) -> Choice:
    return Choice(file.name, file.version, file.sha256)
