"""The page in real Chromium, opened from a file: it finds what the command line finds."""

import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mosaic_evidence.canonical import canonical
from mosaic_evidence.page import page
from mosaic_evidence.verify import verify

from .corruptions import corruptions
from .samples import EXPORT, FILES, FINGERPRINT, OTHER_KEY, hours, package, with_hours

CORRUPTIONS = list(corruptions())
SCRIPT = Path(__file__).with_name("page.mjs")
WITHIN_S = 220
DROP = """async () => {
    const verdict = document.getElementById('verdict');
    const transfer = new DataTransfer();
    transfer.items.add(document.getElementById('choose').files[0]);
    dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
    while (verdict.className === 'working') await new Promise(requestAnimationFrame);
    return verdict.className;
}"""


def opened(folder: Path, packages: list[bytes], **more: Any) -> list[dict[str, Any]]:
    """What the page shows of each package, and last what it asked for."""
    html = folder / "verify.html"
    html.write_bytes(page())
    paths = [folder / f"{number}.zip" for number in range(len(packages))]
    for path, content in zip(paths, packages, strict=True):
        path.write_bytes(content)
    chromium, node = shutil.which("chromium"), shutil.which("node")
    assert chromium, "Chromium is needed"
    assert node, "Node is needed"
    given = {"chromium": chromium, "page": str(html), "packages": [str(path) for path in paths]}
    ended = subprocess.run(
        [node, SCRIPT],
        input=json.dumps(given | more) + "\n",
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return [json.loads(line) for line in ended.stdout.split("\n") if line]


def test_page_when_given_good_packages_then_it_shows_them_and_asks_no_network(
    tmp_path: Path,
) -> None:
    good = package(FILES | {"video.mp4": bytes(20_000_000)})
    shown, in_pieces, dropped, told = opened(
        tmp_path, [good], whole_bytes=10, evaluated=[{"expression": DROP}]
    )
    assert shown["kind"] == "good"
    assert "CONSISTENT" in shown["verdict"]
    assert "Compare the fingerprint" in shown["verdict"]
    for text in ("Gate", "2026-11-25T08:00:01.000Z", "Fall 12/26 – Überfall 😀", "reviewer"):
        assert text in shown["facts"]
    assert FINGERPRINT in shown["facts"].replace(" ", "")
    assert "AB123CD" in shown["reads"]
    names = [*FILES, "verify.html", "SHA256SUMS"]
    assert shown["files"] == [[name, "good"] for name in names]
    expected = [[file.path, file.sha256] for file in verify(io.BytesIO(good)).files]
    assert in_pieces == {"ok": True, "files": expected}
    assert dropped == "good"
    assert set(told["asked"]) <= {"file", "blob"}
    assert told["complaints"] == []


def test_page_when_packages_are_corrupted_then_the_same_is_named_as_by_the_command_line(
    tmp_path: Path,
) -> None:
    *shown, _ = opened(tmp_path, [archive for _, archive, _ in CORRUPTIONS])
    for (name, archive, _), seen in zip(CORRUPTIONS, shown, strict=True):
        report = verify(io.BytesIO(archive))
        found = sorted([str(finding.fault), finding.path] for finding in report.findings)
        assert sorted(seen["findings"]) == found, name
        assert (seen["kind"], seen["verdict"][:11]) == ("bad", "✘ NOT VALID"), name
        well = {file.path: file.well for file in report.files}
        assert {path: kind == "good" for path, kind in seen["files"]} == well, name


def test_page_when_a_package_has_proofs_of_hours_then_they_hold(tmp_path: Path) -> None:
    shown, told = opened(tmp_path, [with_hours(hours())], expected=FINGERPRINT)
    assert (shown["kind"], shown["findings"], told["complaints"]) == ("good", [], [])
    assert ["hours.json", "good"] in shown["files"]


@pytest.mark.parametrize(
    ("expected", "kind", "words"),
    [(FINGERPRINT.upper(), "good", "VALID"), ("ab" * 32, "bad", "NOT VALID")],
)
def test_page_when_a_key_is_expected_then_it_is_compared(
    expected: str, kind: str, words: str, tmp_path: Path
) -> None:
    shown, _ = opened(tmp_path, [package()], expected=expected)
    assert (shown["kind"], shown["verdict"][2:].partition("\n")[0]) == (kind, words)


def test_page_when_the_browser_lacks_ed25519_then_it_says_so_and_checks_the_rest(
    tmp_path: Path,
) -> None:
    good = package()
    at = good.index(b"ftypisom")
    bad = good[:at] + b"F" + good[at + 1 :]
    first, second, _ = opened(tmp_path, [good, bad], without_ed25519=True)
    assert first["kind"] == "unsure"
    assert "SIGNATURE NOT CHECKED" in first["verdict"]
    assert (second["kind"], second["findings"]) == ("bad", [["changed-file", "video.mp4"]])


def test_page_when_it_makes_canonical_json_then_the_bytes_are_ours(tmp_path: Path) -> None:
    document = {
        "\u20ac": 1,
        "\ufb33": [None, True, -5, 2**53 - 1],
        "\U0001f600": {"b": '\b\t\n\f\r"\\/\0\x1f\x7f\u2028é😀', "a": {}, "10": 1, "9": 2},
        "__proto__": [],
    }
    made, _ = opened(
        tmp_path,
        [],
        evaluated=[
            {
                "expression": "(given) => canonical(JSON.parse(given))",
                "argument": json.dumps(document),
            }
        ],
    )
    assert made == canonical(document).decode()


def test_page_when_its_sha256_works_in_pieces_then_it_is_webcryptos(tmp_path: Path) -> None:
    expression = """async () => {
        const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7919) & 255);
        const wrong = [];
        for (let length = 0; length <= 300; length++) {
            const given = bytes.subarray(0, length);
            const hash = new Sha256();
            for (let at = 0; at < length; at += 37) hash.update(given.subarray(at, at + 37));
            const expected = new Uint8Array(await crypto.subtle.digest('SHA-256', given));
            if (hex(hash.digest()) !== hex(expected)) wrong.push(length);
        }
        return wrong;
    }"""
    wrong, _ = opened(tmp_path, [], evaluated=[{"expression": expression, "argument": None}])
    assert wrong == []


@pytest.mark.parametrize("reads", [b"[]", b'{"items":[null,1,{"images":5}]}', b"{", b"\xff"])
def test_page_when_a_signer_puts_nonsense_in_then_it_still_answers(
    reads: bytes, tmp_path: Path
) -> None:
    odd = replace(EXPORT, contents={"reads": {"path": "reads.json"}, "video": {}})
    shown, told = opened(tmp_path, [package(FILES | {"reads.json": reads}, export=odd)])
    assert (shown["kind"], told["complaints"]) == ("good", [])


def test_page_when_signed_by_another_key_then_it_shows_that_one(tmp_path: Path) -> None:
    shown, _ = opened(tmp_path, [package(key=OTHER_KEY)])
    assert shown["kind"] == "good"
    assert FINGERPRINT not in shown["facts"].replace(" ", "")
