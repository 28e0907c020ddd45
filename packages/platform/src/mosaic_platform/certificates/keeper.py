"""Looks every few seconds whether the front door shows what it should, and mends it."""

import time
from datetime import UTC, datetime

from mosaic_platform.certificates.haproxy import HAProxyError, hand_over, shows
from mosaic_platform.certificates.names import server_names
from mosaic_platform.certificates.pair import CertificateError, Pair
from mosaic_platform.certificates.settings import GIVEN, Settings
from mosaic_platform.logs import get_logger

EVERY_S = 10.0
_log = get_logger(__name__)


class Keeper:
    """What lies in the file and what HAProxy shows are compared each time, so that a missed try is made good."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._said = ""

    def make(self, now: datetime) -> None:
        """Puts the files in place. Raises CertificateError with the variable's name, OSError."""
        told = self._settings
        names = server_names(told.bind, told.public_url, told.names)
        try:
            if told.front_door.renew(names, now):
                _log.info("certificate_made", file=str(told.front_door.file))
        except CertificateError as error:
            raise CertificateError(f"{GIVEN}: {error}") from None

    def look(self, now: datetime) -> None:
        """Never raises: what was shown before goes on, and the fault is told once."""
        try:
            self.make(now)
            self._hand_over()
        except (CertificateError, HAProxyError, OSError) as error:
            if str(error) != self._said:
                _log.warning("certificate_not_renewed", error=str(error))
            self._said = str(error)
        else:
            self._said = ""

    def stay(self) -> None:
        """Until the process is ended."""
        while True:
            self.look(datetime.now(UTC))
            if self._settings.alive is not None:
                self._settings.alive.touch()
            time.sleep(EVERY_S)

    def _hand_over(self) -> None:
        runtime, file = self._settings.runtime, self._settings.front_door.file
        if runtime is None or not runtime.exists():
            return
        pair = Pair.read(file.read_bytes())
        if not shows(runtime, file, pair):
            hand_over(runtime, file, pair)
            _log.info("certificate_handed_over", ends_at=pair.ends_at.isoformat())
