"""Which models were chosen, role by role, and what was chosen before."""

from typing import NamedTuple

from mosaic_ai.domain.engines import ModelFile
from mosaic_ai.domain.errors import NothingToRollBackError

KEPT = 10
"""Earlier choices of a role that are remembered."""


class Choice(NamedTuple):
    """A model by name and by what was in its file when it was chosen."""

    name: str
    version: str
    sha256: str

    def fits(self, file: ModelFile) -> bool:
        return self == choice_of(file)


class RoleChoices(NamedTuple):
    """Of one role. None stands for what Mosaic takes where nothing is chosen.

    earlier: what was active before, newest last.
    """

    active: Choice | None = None
    earlier: tuple[Choice | None, ...] = ()

    @property
    def previous(self) -> Choice | None:
        """Raises NothingToRollBackError."""
        if not self.earlier:
            raise NothingToRollBackError
        return self.earlier[-1]

    def chosen(self, choice: Choice) -> "RoleChoices":
        if choice == self.active:
            return self
        return RoleChoices(choice, (*self.earlier, self.active)[-KEPT:])

    def rolled_back(self) -> "RoleChoices":
        """Raises NothingToRollBackError."""
        return RoleChoices(self.previous, self.earlier[:-1])


def choice_of(file: ModelFile) -> Choice:
    return Choice(file.name, file.version, file.sha256)
