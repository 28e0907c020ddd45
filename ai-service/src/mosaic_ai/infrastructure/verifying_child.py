"""Models tried in a process of their own: one that crashes, hangs or takes all memory harms nobody."""

import asyncio
import json
import os
import resource
import subprocess
import sys
from contextlib import suppress

from pydantic import TypeAdapter

from mosaic_ai.domain.engines import ModelFile
from mosaic_ai.domain.errors import (
    ModelChecksumError,
    ModelError,
    ModelIncompatibleError,
    ModelMissingError,
    ModelUnreadableError,
)

TIMEOUT_S = 120.0
LARGEST_MEMORY_BYTES = 8 << 30
ERRORS: dict[str, type[ModelError]] = {
    kind.code: kind
    for kind in (
        ModelError,
        ModelChecksumError,
        ModelIncompatibleError,
        ModelMissingError,
        ModelUnreadableError,
    )
}
_FILES = TypeAdapter(tuple[ModelFile, ModelFile | None])
_COMMAND = (sys.executable, "-m", "mosaic_ai.infrastructure.verifying_child")


class ChildModelVerifier:
    """`python -m mosaic_ai.infrastructure.verifying_child` for each model."""

    def __init__(self, *, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s

    async def verify(self, file: ModelFile, instead_of: ModelFile | None) -> None:
        """Raises ModelError."""
        child = await asyncio.create_subprocess_exec(
            *_COMMAND,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(self._timeout_s):
                told, _ = await child.communicate(_FILES.dump_json((file, instead_of)))
        except TimeoutError as error:
            raise _too_slow(file, self._timeout_s) from error
        finally:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
        _raise_what(told, file)


def verify_now(file: ModelFile) -> None:
    """The same for a caller that may wait. Raises ModelError."""
    asked = _FILES.dump_json((file, None))
    try:
        done = subprocess.run(
            _COMMAND,
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow(file, TIMEOUT_S) from error
    _raise_what(done.stdout, file)


def _too_slow(file: ModelFile, timeout_s: float) -> ModelError:
    return ModelUnreadableError(f"{file.path.name} was not opened and tried within {timeout_s:g} s")


def _raise_what(told: bytes, file: ModelFile) -> None:
    try:
        verdict = json.loads(told.splitlines()[-1])
    except (ValueError, IndexError):
        raise ModelUnreadableError(f"{file.path.name} ends the process that opens it") from None
    if verdict["code"]:
        raise ERRORS.get(verdict["code"], ModelError)(verdict["detail"])


def main() -> None:
    """Files on standard input, the verdict as the last line of standard output."""
    from mosaic_ai.infrastructure.model_probe import probe

    os.nice(5)
    file, instead_of = _FILES.validate_json(sys.stdin.buffer.read())
    if file.runtime == "onnx":  # PyTorch reserves more addresses than it ever uses
        resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY_BYTES, LARGEST_MEMORY_BYTES))
    verdict = {"code": "", "detail": ""}
    try:
        probe(file, instead_of)
    except ModelError as error:
        verdict = {"code": error.code, "detail": error.detail}
    sys.stdout.write(json.dumps(verdict) + "\n")


if __name__ == "__main__":
    main()
