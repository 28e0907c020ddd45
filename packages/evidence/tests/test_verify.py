"""One flipped bit anywhere is named, and so is whatever else is done to a package."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mosaic_evidence import keys
from mosaic_evidence.findings import Fault, Report
from mosaic_evidence.names import SEALS
from mosaic_evidence.verify import verify
from mosaic_evidence.zip_format import Entry
from mosaic_evidence.zip_reader import entries_of

from .corruptions import corruptions
from .samples import FILES, FINGERPRINT, OTHER_KEY, contents, hours, package, with_hours

CORRUPTIONS = list(corruptions())
GOOD = package()
ENTRIES = entries_of(io.BytesIO(GOOD), Report())


def checked(archive: bytes, expected: str = "") -> Report:
    return verify(io.BytesIO(archive), expected)


def test_package_when_untouched_then_consistent_and_the_key_is_to_be_compared() -> None:
    report = checked(GOOD)
    assert (report.ok, report.findings) == (True, [])
    assert report.verdict == f"consistent, signed by key {FINGERPRINT}: compare it"
    assert [file.path for file in report.files] == [*FILES, "verify.html", "SHA256SUMS"]
    assert all(file.well for file in report.files)
    assert report.manifest is not None
    assert report.manifest["exported"]["reason"] == "Fall 12/26 – Überfall 😀"
    assert contents(GOOD)["video.mp4"] == FILES["video.mp4"]


def test_package_when_it_has_proofs_of_hours_then_they_hold() -> None:
    report = checked(with_hours(hours()), FINGERPRINT)
    assert (report.ok, report.findings) == (True, [])
    assert "hours.json" in [file.path for file in report.files if file.well]


def test_package_when_the_expected_key_signed_then_valid_else_wrong_key() -> None:
    assert checked(GOOD, FINGERPRINT).verdict.startswith("valid, signed by the expected key")
    other = package(key=OTHER_KEY)
    assert checked(other).ok
    found = checked(other, FINGERPRINT)
    assert [(finding.fault, finding.path) for finding in found.findings] == [(Fault.WRONG_KEY, "")]


def test_package_when_made_again_then_the_same_bytes() -> None:
    assert package() == GOOD


@pytest.mark.parametrize(
    ("archive", "expected"),
    [pytest.param(archive, expected, id=name) for name, archive, expected in CORRUPTIONS],
)
def test_package_when_corrupted_then_named(archive: bytes, expected: set[tuple[str, str]]) -> None:
    report = checked(archive)
    found = {(str(finding.fault), finding.path) for finding in report.findings}
    assert expected <= found
    assert not report.ok
    assert report.verdict.startswith("NOT VALID")


def owner(at: int) -> Entry | None:
    """The file whose content holds that byte."""
    return next((entry for entry in ENTRIES if entry.data_offset <= at < entry.end), None)


def check_flip(at: int, bit: int) -> None:
    changed = bytearray(GOOD)
    changed[at] ^= 1 << bit
    report = checked(bytes(changed))
    assert not report.ok
    assert report.findings
    whose = owner(at)
    if whose is not None and whose.name not in SEALS:
        assert [(f.fault, f.path) for f in report.findings] == [(Fault.CHANGED_FILE, whose.name)]
        assert [file.path for file in report.files if not file.well] == [whose.name]
    elif whose is not None:
        named = {finding.path for finding in report.findings}
        assert whose.name in named
        assert all(finding.fault is not Fault.ARCHIVE_HEADER for finding in report.findings)
    else:
        # A mode that a flip makes a link's is named as such.
        assert any(f.fault.startswith(("archive-", "unsafe-name")) for f in report.findings)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 7))
def test_package_when_any_one_bit_is_flipped_then_named(at: int, bit: int) -> None:
    check_flip(at, bit)


def test_package_when_each_bit_of_headers_directory_and_seals_is_flipped_then_named() -> None:
    outside = [
        at
        for at in range(len(GOOD))
        if (whose := owner(at)) is None or whose.name in {"manifest.sig", "public-key.pem"}
    ]
    assert len(outside) > 1000
    for at in outside:
        for bit in range(8):
            check_flip(at, bit)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(GOOD) - 1))
def test_package_when_cut_off_anywhere_then_named(length: int) -> None:
    assert not checked(GOOD[:length]).ok


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(GOOD)))
def test_package_when_bytes_are_put_in_then_named(put: bytes, at: int) -> None:
    assert checked(GOOD[:at] + put + GOOD[at:]).ok is (put == b"")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_verify_when_given_anything_then_it_says_not_valid(archive: bytes) -> None:
    assert not checked(archive).ok


@pytest.mark.parametrize(
    "given_text", [FINGERPRINT.upper(), ":".join(FINGERPRINT[i : i + 2] for i in range(0, 64, 2))]
)
def test_fingerprint_when_written_as_people_do_then_read(given_text: str) -> None:
    assert keys.read_fingerprint(f" {given_text} ") == FINGERPRINT


@pytest.mark.parametrize("given_text", ["", "ab", FINGERPRINT[:-1], "g" * 64])
def test_fingerprint_when_it_is_none_then_refused(given_text: str) -> None:
    with pytest.raises(ValueError, match="64"):
        keys.read_fingerprint(given_text)
