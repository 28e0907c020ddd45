"""What can be done to a package, and what must be found then: for the command line and the page alike."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from mosaic_evidence import keys
from mosaic_evidence.canonical import canonical
from mosaic_evidence.findings import Report
from mosaic_evidence.zip_format import Entry, central_header, end_records, local_header
from mosaic_evidence.zip_reader import entries_of

from .samples import HOUR_SEGMENTS, KEY, OTHER_KEY, VIDEO, contents, hours, package, with_hours


def archive_of(files: dict[str, bytes]) -> bytes:
    """In our format, whatever the names."""
    return _raw(list(files.items()))


def _raw(files: list[tuple[str, bytes]]) -> bytes:
    out, entries = b"", []
    for name, content in files:
        entry = Entry(name, len(content), zlib.crc32(content), len(out))
        out += local_header(entry) + content
        entries.append(entry)
    directory = b"".join(central_header(entry) for entry in entries)
    return out + directory + end_records(len(entries), len(out), len(directory))


def _zipped(files: dict[str, bytes], compression: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return target.getvalue()


def _linked(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        link = zipfile.ZipInfo("video.mp4")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
        for name, content in files.items():
            if name != "video.mp4":
                opened.writestr(name, content)
    return target.getvalue()


def _with(files: dict[str, bytes], **changed: bytes) -> dict[str, bytes]:
    return {**files, **{name.replace("__", "."): content for name, content in changed.items()}}


def _without(files: dict[str, bytes], *names: str) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name not in names}


def _resealed(files: dict[str, bytes], change: Callable[[dict[str, object]], None]) -> bytes:
    """With another manifest, well signed by the same key."""
    manifest = json.loads(files["manifest.json"])
    change(manifest)
    bytes_ = canonical(manifest)
    return archive_of(files | {"manifest.json": bytes_, "manifest.sig": KEY.sign(bytes_)})


def _flipped(archive: bytes, at: int, bit: int = 0) -> bytes:
    changed = bytearray(archive)
    changed[at] ^= 1 << bit
    return bytes(changed)


def _nested() -> bytes:
    return b"[" * 100_000 + b"]" * 100_000


def corruptions() -> Iterator[tuple[str, bytes, set[tuple[str, str]]]]:
    """What was done, the archive, and codes with paths that must be among the findings."""
    good = package()
    files = contents(good)
    entries = {entry.name: entry for entry in entries_of(io.BytesIO(good), Report())}
    video, last = entries["video.mp4"], entries["public-key.pem"]
    directory = last.end
    changed = files["manifest.json"].replace(b"Gate", b"Gart")
    bomb = _zipped({"video.mp4": bytes(5_000_000)}, zipfile.ZIP_DEFLATED)
    yield (
        "a bit of the video",
        _flipped(good, video.data_offset + 99),
        {("changed-file", "video.mp4")},
    )
    yield "a bit of a header", _flipped(good, video.offset + 10), {("archive-header", "video.mp4")}
    yield "a bit of a size", _flipped(good, video.offset + 18), {("archive-header", "video.mp4")}
    yield (
        "a bit of the directory",
        _flipped(good, directory + 40),
        {("archive-directory", "video.mp4")},
    )
    yield (
        "a bit of a directory's name",
        _flipped(good, directory + 46),
        {
            ("archive-header", "wideo.mp4"),
            ("missing-file", "video.mp4"),
            ("extra-file", "wideo.mp4"),
        },
    )
    yield "a bit of the end", _flipped(good, len(good) - 5), {("archive-end", "")}
    yield "a bit of the comment's length", _flipped(good, len(good) - 1), {("archive-end", "")}
    yield "cut off by a byte", good[:-1], {("archive-end", "")}
    yield (
        "cut off in the video",
        good[: video.data_offset + 50],
        {
            ("archive-end", ""),
            ("changed-file", "video.mp4"),
            ("missing-file", "manifest.json"),
        },
    )
    yield "nothing", b"", {("archive-end", ""), ("missing-file", "manifest.json")}
    yield "no ZIP", b"hello" * 100, {("archive-end", "")}
    yield "a byte behind", good + b"\0", {("archive-end", "")}
    yield "a comment", good[:-2] + b"\x05\0hello", {("archive-end", "")}
    yield "bytes before", b"#!/bin/sh\n" + good, {("archive-end", "")}
    yield (
        "a file missing",
        archive_of(_without(files, "reads.json")),
        {("missing-file", "reads.json")},
    )
    yield "a file more", archive_of({"more.txt": b"x", **files}), {("extra-file", "more.txt")}
    yield (
        "a file replaced",
        archive_of(_with(files, video__mp4=b"other")),
        {("changed-file", "video.mp4")},
    )
    yield (
        "files in another order",
        archive_of(dict(reversed(files.items()))),
        {("archive-order", "")},
    )
    yield (
        "a manifest changed",
        archive_of(_with(files, manifest__json=changed)),
        {("changed-manifest", "manifest.json")},
    )
    yield (
        "a bit of the manifest",
        _flipped(good, entries["manifest.json"].data_offset),
        {("changed-manifest", "manifest.json")},
    )
    yield (
        "a bit of the signature",
        _flipped(good, entries["manifest.sig"].data_offset),
        {("changed-file", "manifest.sig")},
    )
    yield (
        "a bit of the key",
        _flipped(good, last.data_offset + 40),
        {("changed-file", "public-key.pem")},
    )
    yield (
        "another key's text",
        archive_of(files | {"public-key.pem": keys.pem(keys.raw(OTHER_KEY.public_key()))}),
        {("changed-file", "public-key.pem")},
    )
    yield (
        "no manifest",
        archive_of(_without(files, "manifest.json")),
        {("missing-file", "manifest.json")},
    )
    yield (
        "no signature",
        archive_of(_without(files, "manifest.sig")),
        {("missing-file", "manifest.sig")},
    )
    for name, content in (
        ("no JSON", b"{"),
        ("nested deep", _nested()),
        ("with spaces", files["manifest.json"].replace(b'":', b'": ')),
        ("with a fraction", b'{"a":1.5}'),
        ("a list", b"[]"),
        ("half a pair", b'{"a":"\\ud800"}'),
        ("a large number", b'{"a":9007199254740993}'),
        ("minus nought", b'{"a":-0}'),
        ("a key twice", b'{"a":1,"a":1}'),
        ("no UTF-8", b'{"a":"\xff"}'),
        ("a byte order mark", b"\xef\xbb\xbf{}"),
    ):
        sealed = _with(files, manifest__json=content, manifest__sig=KEY.sign(content))
        yield f"manifest: {name}", archive_of(sealed), {("bad-manifest", "manifest.json")}
    yield (
        "another format",
        _resealed(files, lambda m: m.update(format="mosaic-evidence/9")),
        {("bad-manifest", "manifest.json")},
    )
    yield (
        "another root",
        _resealed(files, lambda m: m.update(merkle_root="00" * 32)),
        {("bad-manifest", "manifest.json")},
    )
    yield (
        "files that are none",
        _resealed(files, lambda m: m.update(files=[{"path": 1}])),
        {("bad-manifest", "manifest.json")},
    )
    yield (
        "a name twice",
        _raw([*files.items(), ("video.mp4", VIDEO)]),
        {("duplicate-name", "video.mp4")},
    )
    for name in ("../video.mp4", "/etc/passwd", "a/../../b", "C:\\x", ".hidden", "a//b", "a\u202e"):
        yield f"named {name!r}", archive_of({name: b"x", **files}), {("unsafe-name", name)}
    proof = {("bad-proof", "hours.json")}
    well = with_hours(hours())
    at = well.index(b"mosaic-hours/1")
    yield "a bit of the proofs", _flipped(well, at), {("changed-file", "hours.json")}
    forged = [replace(segment, sha256="f" * 64) for segment in HOUR_SEGMENTS]
    yield "a segment that was not sealed", with_hours(hours(forged)), proof
    yield "a head of another camera", with_hours(hours(camera="gate")), proof
    yield "a head by a key not listed", with_hours(hours(known=KEY)), proof
    for name, one, two in (
        ("of another form", b"mosaic-hours/1", b"mosaic-hours/9"),
        ("without keys", b'"keys":[', b'"kezs":['),
        ("with another index", b'"index":4', b'"index":3'),
        ("with spaces", b'":', b'": '),
        ("with a head changed", b'segments\\":5', b'segments\\":6'),
        ("with a signature that is none", b'"signature":"', b'"signature":"!'),
    ):
        assert one in hours()
        yield f"proofs {name}", with_hours(hours().replace(one, two)), proof
    yield "proofs under another name", with_hours(hours(), "reads.json"), proof
    yield "a symbolic link", _linked(files), {("unsafe-name", "video.mp4")}
    yield "compressed", bomb, {("archive-directory", "video.mp4")}
    yield (
        "packed again by others",
        _zipped(files, zipfile.ZIP_STORED),
        {("archive-directory", "video.mp4")},
    )
    yield "files that overlap", _overlapping(good, directory), {("archive-directory", "reads.json")}
    yield "a directory without end", _endless(), {("too-large", "")}


def _overlapping(good: bytes, directory: int) -> bytes:
    """The second file is said to be where the first is."""
    at = good.index(b"reads.json", directory) - 4
    return good[:at] + struct.pack("<I", 0) + good[at + 4 :]


def _endless() -> bytes:
    return end_records(1 << 40, 0, 0)
