"""`active-models.json`: which models were chosen, kept over restarts."""

import json
from pathlib import Path

from pydantic import BaseModel, ValidationError

from mosaic_ai.domain.engines import Role
from mosaic_ai.domain.model_choices import Choice, RoleChoices
from mosaic_contracts.errors import UnavailableError
from mosaic_platform.private_files import write_private


class _Role(BaseModel):
    active: Choice | None = None
    earlier: list[Choice | None] = []
    chosen_at: float = 0.0


class _Document(BaseModel):
    """choices: objects with name, version and sha256, or null for what Mosaic takes by itself."""

    version: int = 1
    roles: dict[Role, _Role] = {}


class FileActiveModels:
    """fault: why the file that is there could not be read, for people; nothing is chosen then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.fault = ""
        self._roles = self._read()

    def of(self, role: Role) -> RoleChoices:
        return self._roles.get(role, RoleChoices())

    def save(self, role: Role, choices: RoleChoices) -> None:
        """Durable when it returns. Raises UnavailableError, and nothing is changed."""
        roles = {**self._roles, role: choices}
        document = {
            "version": 1,
            "roles": {
                name: {
                    "active": _told(each.active),
                    "earlier": [_told(choice) for choice in each.earlier],
                    "chosen_at": each.chosen_at,
                }
                for name, each in roles.items()
            },
        }
        try:
            write_private(self._path, json.dumps(document, indent=2) + "\n")
        except OSError as error:
            raise UnavailableError(
                f"{self._path.name} cannot be written: {error.strerror}"
            ) from error
        self._roles = roles
        self.fault = ""

    def _read(self) -> dict[Role, RoleChoices]:
        try:
            document = _Document.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.fault = f"{self._path.name} cannot be read: {error.strerror}"
            return {}
        except ValidationError:
            self.fault = f"{self._path.name} is damaged"
            return {}
        return {
            role: RoleChoices(each.active, tuple(each.earlier), each.chosen_at)
            for role, each in document.roles.items()
        }


def _told(choice: Choice | None) -> dict[str, str] | None:
    return choice._asdict() if choice else None
