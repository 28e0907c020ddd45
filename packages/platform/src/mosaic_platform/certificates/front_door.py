"""What the front door shows: front-door.pem for HAProxy, ca.crt for people to trust, ca.pem for nobody else."""

import fcntl
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mosaic_platform.certificates.authority import issue, make_authority, names_of
from mosaic_platform.certificates.pair import CertificateError, Pair
from mosaic_platform.private_files import write_private

RENEW_BEFORE = timedelta(days=30)
GIVEN_NAMES = ("fullchain.pem", "privkey.pem")
"""As certbot names them."""
AUTHORITY_RENEW_BEFORE = timedelta(days=120)
"""Longer than anything that it issues lives."""


@dataclass(frozen=True)
class FrontDoor:
    """folder: ours alone. given: the administrator's file, or a folder with GIVEN_NAMES or with nothing."""

    folder: Path
    given: Path | None = None

    @property
    def file(self) -> Path:
        return self.folder / "front-door.pem"

    @property
    def authority_file(self) -> Path:
        return self.folder / "ca.crt"

    def renew(self, names: Collection[str], now: datetime) -> bool:
        """Whether front-door.pem changed. Raises CertificateError for the administrator's, OSError.

        Of two that do this at once one waits.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            authority = self._authority(now)
            pair = self._given(now) or self._own(authority, names, now)
            text = pair.pem()
            if self.file.exists() and self.file.read_text() == text:
                return False
            write_private(self.file, text)
            return True

    def _given(self, now: datetime) -> Pair | None:
        if self.given is None:
            return None
        files = [self.given]
        if self.given.is_dir():
            files = [self.given / name for name in GIVEN_NAMES]
            if not any(file.exists() for file in files):
                return None
        try:
            pem = b"\n".join(file.read_bytes() for file in files)
        except OSError as error:
            raise CertificateError(f"{error.filename}: {error.strerror}") from None
        pair = Pair.read(pem)
        pair.check_usable()
        if pair.ends_at <= now:
            raise CertificateError(f"it ended at {pair.ends_at:%Y-%m-%d %H:%M} UTC")
        return pair

    def _own(self, authority: Pair, names: Collection[str], now: datetime) -> Pair:
        present = _read(self.file)
        if (
            present is not None
            and present.certificate.issuer == authority.certificate.subject
            and present.ends_at - now > RENEW_BEFORE
            and set(names) <= names_of(present.certificate)
        ):
            return present
        return issue(authority, names, now)

    def _authority(self, now: datetime) -> Pair:
        file = self.folder / "ca.pem"
        authority = _read(file)
        if authority is None or authority.ends_at - now <= AUTHORITY_RENEW_BEFORE:
            authority = make_authority(now)
            write_private(file, authority.pem())
        public = authority.certificates_pem()
        if not self.authority_file.exists() or self.authority_file.read_text() != public:
            write_private(self.authority_file, public)
        return authority


def _read(file: Path) -> Pair | None:
    """None for none, and for one that is damaged: it is made anew."""
    try:
        return Pair.read(file.read_bytes())
    except (OSError, CertificateError):
        return None
