"""What a verification tells."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """Codes; the page in page/ uses the same."""

    ARCHIVE_END = "archive-end"
    ARCHIVE_DIRECTORY = "archive-directory"
    ARCHIVE_HEADER = "archive-header"
    ARCHIVE_ORDER = "archive-order"
    UNSAFE_NAME = "unsafe-name"
    DUPLICATE_NAME = "duplicate-name"
    MISSING_FILE = "missing-file"
    EXTRA_FILE = "extra-file"
    CHANGED_FILE = "changed-file"
    CHANGED_MANIFEST = "changed-manifest"
    BAD_MANIFEST = "bad-manifest"
    BAD_PROOF = "bad-proof"
    WRONG_KEY = "wrong-key"
    TOO_LARGE = "too-large"


@dataclass(frozen=True)
class Finding:
    """path: the file it is about; empty for the package as a whole."""

    fault: Fault
    path: str
    detail: str

    def __str__(self) -> str:
        return f"{self.path}: {self.detail}" if self.path else self.detail


@dataclass(frozen=True)
class CheckedFile:
    path: str
    size: int
    sha256: str
    well: bool


@dataclass
class Report:
    """fingerprint: of the key that signed the manifest; empty where none did.

    expected: the fingerprint that was asked for; without one the report says what it cannot know.
    """

    expected: str = ""
    fingerprint: str = ""
    manifest: dict[str, Any] | None = None
    files: list[CheckedFile] = field(default_factory=list)
    _found: dict[tuple[Fault, str], Finding] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        return list(self._found.values())

    @property
    def ok(self) -> bool:
        return not self._found and bool(self.fingerprint)

    def add(self, fault: Fault, path: str, detail: str) -> None:
        """Once for each fault of each path: the first that was found tells."""
        self._found.setdefault((fault, path), Finding(fault, path, detail))

    @property
    def verdict(self) -> str:
        if not self.ok:
            count = len(self._found)
            return f"NOT VALID: {count} finding{'s' if count != 1 else ''}"
        if self.expected:
            return f"valid, signed by the expected key {self.fingerprint}"
        return f"consistent, signed by key {self.fingerprint}: compare it"

    def document(self) -> dict[str, Any]:
        """For programs."""
        return {
            "ok": self.ok,
            "verdict": self.verdict,
            "fingerprint": self.fingerprint or None,
            "key_expected": self.expected or None,
            "findings": [
                {"code": str(found.fault), "path": found.path, "detail": found.detail}
                for found in self.findings
            ],
            "files": [
                {"path": file.path, "size": file.size, "sha256": file.sha256, "ok": file.well}
                for file in self.files
            ],
            "manifest": self.manifest,
        }
