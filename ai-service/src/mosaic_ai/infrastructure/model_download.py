"""Models fetched when somebody asks for it, from their makers' addresses, into the user's folder."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import httpx
from pydantic import BaseModel, Field

from mosaic_ai.domain.errors import ModelChecksumError, ModelError
from mosaic_ai.infrastructure.checksums import LARGEST_MODEL_BYTES, read_sha256
from mosaic_ai.infrastructure.model_cards import REGISTRY_FILE, ModelCard, registry_entries
from mosaic_platform.private_files import write_private

OFFERED_FILE = "offered.json"
TIMEOUT_S = 30.0


class OfferedModel(ModelCard):
    """A model that its maker offers under `url`. sha256: empty where it is not known for certain."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | Literal[""]

    @property
    def place(self) -> str:
        """Of the file in the user's folder."""
        return f"{self.name}-{self.version}/{self.file}"


class _Offered(BaseModel):
    models: list[OfferedModel]


def offered_models(shipped_dir: Path) -> list[OfferedModel]:
    content = (shipped_dir / OFFERED_FILE).read_text()
    return _Offered.model_validate_json(content).models


def chosen(offers: list[OfferedModel], name: str, version: str | None) -> OfferedModel:
    """Raises ModelError."""
    found = [each for each in offers if each.name == name and version in (None, each.version)]
    if not found:
        known = ", ".join(f"{each.name} {each.version}" for each in offers)
        raise ModelError(f"no such model is offered; there are: {known}")
    if len(found) > 1:
        raise ModelError(f"which version: {', '.join(each.version for each in found)}?")
    return found[0]


def pull(
    offer: OfferedModel, models_dir: Path, *, sha256: str | None = None, url: str | None = None
) -> Path:
    """The file, checked, in the folder, whose registry tells of it; nothing is fetched that is there already.

    sha256: the file's, where the offer does not know it. url: in place of the offer's. Raises ModelError.
    """
    wanted = (sha256 or offer.sha256).lower()
    if not wanted:
        raise ModelError(f"no SHA-256 of {offer.name} {offer.version} is known: give it")
    if offer.sha256 and wanted != offer.sha256:
        raise ModelChecksumError(f"the known SHA-256 of {offer.file} is {offer.sha256}")
    entries, faults = registry_entries(models_dir / REGISTRY_FILE)
    if faults:
        raise ModelError(faults[0])
    target = models_dir / offer.place
    if not (target.is_file() and read_sha256(target) == wanted):
        _fetch(url or offer.url, target, wanted)
    card = offer.model_dump(exclude_defaults=True) | {"file": offer.place, "sha256": wanted}
    _register(models_dir / REGISTRY_FILE, entries, card)
    return target


def _fetch(url: str, target: Path, sha256: str) -> None:
    """Beside the target first, and only what has that sha256 takes its place."""
    if httpx.URL(url).scheme not in ("https", "http"):
        raise ModelError("the address must be http or https")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _temporary(target) as (descriptor, path):
            found = _stream(url, descriptor)
            if found != sha256:
                raise ModelChecksumError(f"{url} has the SHA-256 {found}, not {sha256}")
            path.chmod(0o644)
            path.replace(target)
    except httpx.HTTPError as error:
        raise ModelError(f"{url} cannot be reached: {error or type(error).__name__}") from error
    except OSError as error:
        raise ModelError(f"{target} cannot be written: {error.strerror}") from error


def _stream(url: str, descriptor: int) -> str:
    """Durable when it returns; the sha256 of what came."""
    digest, size = hashlib.sha256(), 0
    with (
        os.fdopen(descriptor, "wb") as file,
        httpx.stream("GET", url, follow_redirects=True, timeout=TIMEOUT_S) as answer,
    ):
        if answer.status_code != 200:
            raise ModelError(f"{url} answered {answer.status_code}")
        for piece in answer.iter_bytes():
            size += len(piece)
            if size > LARGEST_MODEL_BYTES:
                raise ModelError(f"{url} is larger than {LARGEST_MODEL_BYTES} bytes")
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


@contextmanager
def _temporary(target: Path) -> Iterator[tuple[int, Path]]:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        yield descriptor, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _register(path: Path, entries: list[object], card: dict[str, Any]) -> None:
    """In place of an entry of the same role, name and version; all others stay as they are."""
    key = [card[field] for field in ("role", "name", "version")]
    others = [entry for entry in entries if _key(entry) != key]
    try:
        write_private(path, json.dumps({"models": [*others, card]}, indent=2) + "\n")
        path.chmod(0o644)
    except OSError as error:
        raise ModelError(f"{path} cannot be written: {error.strerror}") from error


def _key(entry: object) -> list[object]:
    if not isinstance(entry, dict):
        return []
    return [entry.get(field) for field in ("role", "name", "version")]
