"""`python -m …onvif.child`: requests as JSON lines on stdin, answers on stdout, until stdin ends.

Then everything that moves is stopped. It asks to be replaced (`retiring`) when it has grown or was not used for
long: the library's memory grows with use (home-assistant/core issues 42390 and 72544).
"""

import asyncio
import json
import logging
import os
import resource
import signal
import sys
from collections.abc import Mapping
from typing import Any

from mosaic_backend.cameras.domain.onvif_errors import OnvifBusyError, OnvifUnreachableError
from mosaic_backend.cameras.infrastructure.onvif.calls import CALLS
from mosaic_backend.cameras.infrastructure.onvif.follower import Follower
from mosaic_backend.cameras.infrastructure.onvif.services import load_descriptions
from mosaic_backend.cameras.infrastructure.onvif.session import Account, Session
from mosaic_contracts.errors import MosaicError

MAX_LINE_BYTES = 1 << 16
MAX_SESSIONS = 256
SESSION_IDLE_S = 60.0
FOLLOWED_S = 60.0
"""Who wants to hear of a camera says so again before."""
RETIRE_IDLE_S = 600.0
RETIRE_BYTES = 400 << 20
LIMIT_BYTES = 4 << 30
"""Of address space: more than it ever needs, less than a machine has."""
END_WITHIN_S = 10.0


class Child:
    """Sessions by camera; answers come in any order."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._asked_at = asyncio.get_running_loop().time()
        self._retiring = False
        self._followers: dict[str, Follower] = {}

    def take(self, line: bytes) -> None:
        self._asked_at = asyncio.get_running_loop().time()
        self._start(self._answer(json.loads(line)))

    async def sweep(self) -> None:
        """Once a second: lets go of what nobody uses, and of itself."""
        while True:
            await asyncio.sleep(1.0)
            now = asyncio.get_running_loop().time()
            for camera, session in list(self._sessions.items()):
                if session.idle and now - session.used_at > SESSION_IDLE_S:
                    del self._sessions[camera]
                    self._start(session.close())
            for camera, follower in list(self._followers.items()):
                if now - follower.wanted_at > FOLLOWED_S:
                    del self._followers[camera]
                    self._start(follower.close())
            unused = now - self._asked_at > RETIRE_IDLE_S
            if (unused or _memory_bytes() > RETIRE_BYTES) and not self._retiring:
                self._retiring = True
                _say({"retiring": True})

    async def close(self) -> None:
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(
            *(follower.close() for follower in self._followers.values()), return_exceptions=True
        )
        await asyncio.gather(
            *(session.close() for session in self._sessions.values()), return_exceptions=True
        )

    def _start(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, request: Mapping[str, Any]) -> None:
        told: dict[str, Any] = {"id": request["id"]}
        if request["call"] == "follow":
            self._follow(request["camera"], Account(**request["account"]))
            _say(told | {"result": None})
            return
        try:
            async with asyncio.timeout(request["timeout_s"]):
                session = await self._session(request["camera"], Account(**request["account"]))
                told["result"] = await CALLS[request["call"]](session, request["args"])
        except TimeoutError:
            told |= _error(OnvifUnreachableError())
        except MosaicError as error:
            told |= _error(error)
        except Exception:
            logging.exception("an ONVIF request crashed")
            told |= {"error": {"code": "internal-error", "detail": ""}}
        _say(told)

    def _follow(self, camera: str, account: Account) -> None:
        """What the camera tells of itself is said, `heard`, as long as this is asked again."""
        present = self._followers.get(camera)
        if present is not None and present.account == account:
            present.wanted_at = asyncio.get_running_loop().time()
            return
        if present is not None:
            self._start(present.close())
        self._followers[camera] = Follower(
            account, lambda told: _say({"heard": told | {"camera": camera}})
        )

    async def _session(self, camera: str, account: Account) -> Session:
        """A camera whose account has changed is begun anew."""
        present = self._sessions.get(camera)
        if present is not None and present.account == account:
            return present
        if present is None and len(self._sessions) >= MAX_SESSIONS:
            raise OnvifBusyError
        self._sessions[camera] = session = Session(account)
        session.used_at = asyncio.get_running_loop().time()
        if present is not None:
            self._start(present.close())
        return session


def _error(error: MosaicError) -> dict[str, Any]:
    return {"error": {"code": error.code, "detail": error.detail}}


def _say(told: Mapping[str, Any]) -> None:
    """Answers are small, and the backend always reads."""
    sys.stdout.write(json.dumps(told, default=str) + "\n")
    sys.stdout.flush()


def _memory_bytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not worth an import a second
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def main() -> None:
    """Ends with stdin. `ready` comes before the first answer: until then no camera's time runs."""
    await load_descriptions()
    _say({"ready": True})
    child = Child()
    lines = asyncio.StreamReader(limit=MAX_LINE_BYTES)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    sweeping = asyncio.create_task(child.sweep())
    while line := await lines.readline():
        child.take(line)
    sweeping.cancel()
    try:
        async with asyncio.timeout(END_WITHIN_S):
            await child.close()
    except TimeoutError:
        logging.warning("cameras that do not answer were left; their own timers stop them")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the backend, whose end ends us
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("onvif").setLevel(logging.ERROR)
    logging.getLogger("zeep").setLevel(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT_BYTES, resource.RLIM_INFINITY))
    asyncio.run(main())
