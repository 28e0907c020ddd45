"""The backend's side: starts the child when it is first asked, replaces it when it ends, waits for answers."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import Any
from uuid import UUID

from mosaic_backend.cameras.domain.onvif_errors import (
    BY_CODE,
    OnvifBusyError,
    OnvifUnreachableError,
)
from mosaic_backend.shared.database_connections import give_back_connection
from mosaic_contracts.errors import MosaicError, UnavailableError
from mosaic_platform.logs import get_logger

TIMEOUT_S = 20.0
MARGIN_S = 5.0
"""What the child may take beyond a request's own limit."""
START_WITHIN_S = 60.0
"""1 to 2 s where nothing else works; it reads 2 MB of XML."""
MAX_AT_ONCE = 12
"""Of the threads that answer requests: cameras that do not answer must not hold them all."""
_KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "TZ", "HOME")

_log = get_logger(__name__)


@dataclass(frozen=True)
class Asked:
    """One request. account: fields of the child's `Account`."""

    camera_id: UUID
    account: Mapping[str, str]
    call: str
    args: Mapping[str, Any]


Hear = Callable[[Mapping[str, Any]], None]


class _Child:
    def __init__(self, hear: Hear | None) -> None:
        self._hear = hear
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mosaic_backend.cameras.infrastructure.onvif.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
        )
        self._pending: dict[int, Future[Any]] = {}
        self._number = 0
        self._lock = Lock()
        self.usable = True
        self.ready = Event()
        Thread(target=self._read, name="onvif-answers", daemon=True).start()
        _log.info("onvif_child_started", pid=self._process.pid)

    def send(self, asked: Asked, timeout_s: float) -> Future[Any]:
        """Raises UnavailableError where the child is gone."""
        answer: Future[Any] = Future()
        with self._lock:
            self._number += 1
            number = self._number
            request = asdict(asked) | {"id": number, "timeout_s": timeout_s}
            request["camera"] = str(request.pop("camera_id"))
            stdin = self._process.stdin
            if not self.usable or stdin is None:
                raise UnavailableError("the ONVIF process is being replaced")
            self._pending[number] = answer
            try:
                stdin.write(json.dumps(request).encode() + b"\n")
                stdin.flush()
            except OSError as error:
                self.usable = False
                self._pending.pop(number, None)
                raise UnavailableError("the ONVIF process has ended") from error
        return answer

    def close(self) -> None:
        """No more requests; it stops what moves, answers what it was asked, and ends."""
        with self._lock:
            self.usable = False
            if self._process.stdin and not self._process.stdin.closed:
                self._process.stdin.close()

    def wait(self, timeout_s: float) -> int:
        return self._process.wait(timeout_s)

    @property
    def pid(self) -> int:
        return self._process.pid

    def _read(self) -> None:
        for line in self._process.stdout or ():
            told = json.loads(line)
            if "ready" in told:
                self.ready.set()
                continue
            if "heard" in told:
                if self._hear is not None:
                    self._hear(told["heard"])
                continue
            if "retiring" in told:
                self.close()
                continue
            with self._lock:
                answer = self._pending.pop(told["id"], None)
            if answer is None:
                continue
            if "error" in told:
                answer.set_exception(_error(told["error"]))
            else:
                answer.set_result(told["result"])
        self.close()
        self.ready.set()  # for nothing any more
        with self._lock:
            left, self._pending = list(self._pending.values()), {}
        for answer in left:
            answer.set_exception(UnavailableError("the ONVIF process has ended"))
        _log.info("onvif_child_ended", pid=self.pid, status=self._process.wait())


class OnvifProcess:
    """Safe from many threads. hear: takes what followed cameras tell; one that waits holds them up."""

    def __init__(self, hear: Hear | None = None) -> None:
        self._hear = hear
        self._child: _Child | None = None
        self._lock = Lock()
        self._free = BoundedSemaphore(MAX_AT_ONCE)

    def ask(self, asked: Asked, timeout_s: float = TIMEOUT_S) -> Any:
        """Raises MosaicError: those of `onvif_errors`, or UnavailableError where the process fails."""
        if not self._free.acquire(blocking=False):
            raise OnvifBusyError
        give_back_connection()
        try:
            try:
                answer = self._usable().send(asked, timeout_s)
            except UnavailableError:  # it went in between; nothing was asked
                answer = self._usable().send(asked, timeout_s)
            return answer.result(timeout_s + MARGIN_S)
        except TimeoutError as error:
            raise OnvifUnreachableError from error
        finally:
            self._free.release()

    def close(self) -> None:
        with self._lock:
            if self._child is not None:
                self._child.close()
                self._child.wait(30)
                self._child = None

    @property
    def pid(self) -> int | None:
        """Of the child that takes requests now."""
        with self._lock:
            return self._child.pid if self._child and self._child.usable else None

    def _usable(self) -> _Child:
        with self._lock:
            if self._child is None or not self._child.usable:
                self._child = _Child(self._hear)
            child = self._child
        if not child.ready.wait(START_WITHIN_S):
            raise UnavailableError("the ONVIF process is starting; try again in a moment")
        return child


def _error(told: Mapping[str, str]) -> MosaicError:
    kind = BY_CODE.get(told["code"])
    return kind(told["detail"]) if kind else UnavailableError("the ONVIF process failed")
