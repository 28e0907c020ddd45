"""Times the encryption of recordings by the worker's own code, beside the same of plain files, in turns.

`.venv/bin/python benchmarks/video/encryption.py [FOLDER]`, on minutes of 4 Mbit/s as MediaMTX writes them. FOLDER:
on the disk that counts, by default the temporary folder.
"""

import json
import os
import resource
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

os.environ["MOSAIC_RECORDING_KEYS"] = urlsafe_b64encode(os.urandom(32)).decode()
for name in ("DATABASE_URL", "REDIS_URL", "AMQP_URL", "SECRETS_DIR", "DATA_DIR", "EVIDENCE_URL"):
    os.environ.setdefault(f"MOSAIC_{name}", "unused")
for name in ("RECORDINGS_DIR", "PUBLIC_URL", "STREAMING_URL", "AI_URL"):
    os.environ.setdefault(f"MOSAIC_{name}", "unused")

from mosaic_backend.clips.infrastructure.encryption.encrypted_draft import (  # noqa: E402
    EncryptedDraft,
)
from mosaic_backend.clips.infrastructure.encryption.file_writer import (  # noqa: E402
    encrypted_copy,
)
from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened  # noqa: E402
from mosaic_backend.clips.infrastructure.encryption.recording_keys import key_ring  # noqa: E402
from mosaic_backend.clips.infrastructure.video.fragment_index import fragment_index  # noqa: E402
from mosaic_backend.shared.durability import sync  # noqa: E402

FILES = 8
SEEKS = 400
RANGE = 1 << 18
CLIPS = 100
CAMERAS, BYTES_PER_S = 16, 500_000


def main(folder: Path) -> None:
    plain, encrypted = (folder / name / str(UUID(int=1)) for name in ("plain", "encrypted"))
    encrypted.mkdir(parents=True)
    plain.mkdir(parents=True)
    film = _film(folder / "film.mp4")
    names = [f"2026-11-20_08-{number:02}-00-000000.mp4" for number in range(FILES)]
    for name in names:
        for at in (plain, encrypted):
            (at / name).write_bytes(film)
    told: dict[str, float] = {"mib": len(film) * FILES / 2**20}
    took, cpu = _timed(lambda: [_encrypt(encrypted / name, folder / "part") for name in names])
    told["encrypt_mib_per_s"] = told["mib"] / took
    told["encrypt_cpu_s_per_gib"] = cpu / told["mib"] * 1024
    told["cpu_of_16_cameras"] = cpu / (len(film) * FILES) * CAMERAS * BYTES_PER_S
    for at, what in ((plain, "plain"), (encrypted, "encrypted")):
        took, cpu = _timed(lambda at=at: [_read(at / name) for name in names])  # type: ignore[misc]
        told[f"read_{what}_mib_per_s"] = told["mib"] / took
    seeks: dict[str, list[float]] = {"plain": [], "encrypted": []}
    maps: dict[str, list[float]] = {"plain": [], "encrypted": []}
    chosen = Random(1)
    for _ in range(SEEKS):
        name, place = chosen.choice(names), chosen.randrange(len(film) - RANGE)
        for at, what in ((plain, "plain"), (encrypted, "encrypted")):
            seeks[what].append(_timed(lambda at=at: _range(at / name, place))[0])  # type: ignore[misc] # noqa: B023
    clips = folder / "clips"
    clips.mkdir()
    clip = film[: 6 * BYTES_PER_S]
    for make, what in ((_plain_clip, "plain"), (_encrypted_clip, "encrypted")):
        spent = [
            _timed(lambda make=make, n=n: make(clips / f"{UUID(int=n)}.mp4", clip))
            for n in range(CLIPS)
        ]  # type: ignore[misc]
        told[f"clip_of_6_s_{what}_median_ms"] = median(took for took, _ in spent) * 1000
        told[f"clip_of_6_s_{what}_cpu_ms"] = sum(cpu for _, cpu in spent) / CLIPS * 1000
        for made in clips.iterdir():
            made.unlink()
    for name in names:
        for at, what in ((plain, "plain"), (encrypted, "encrypted")):
            took = _timed(lambda at=at: fragment_index(at / name, grows=True))[0]  # type: ignore[misc] # noqa: B023
            maps[what].append(took)
    for name, found in (("range_256_kib", seeks), ("map", maps)):
        for what, times in found.items():
            told[f"{name}_{what}_ms"] = median(times) * 1000
        told[f"{name}_ratio"] = median(found["encrypted"]) / median(found["plain"])
    print(json.dumps({name: round(value, 4) for name, value in told.items()}, indent=1))


def _film(path: Path) -> bytes:
    rate = ("-b:v", "4M", "-minrate", "4M", "-maxrate", "4M", "-bufsize", "4M")
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi"),
            *("-i", "testsrc2=size=1280x720:rate=25", "-t", "60", "-c:v", "libx264"),
            *("-preset", "ultrafast", *rate, "-x264-params", "nal-hrd=cbr", "-pix_fmt", "yuv420p"),
            *("-bf", "0", "-g", "25", "-keyint_min", "25", "-f", "mp4"),
            *("-movflags", "frag_keyframe+empty_moov+default_base_moof", str(path)),
        ],
        check=True,
    )
    return path.read_bytes()


def _encrypt(path: Path, part: Path) -> None:
    with encrypted_copy(path, part, key_ring(), lambda _: None) as copy:
        copy.path.replace(path)


def _plain_clip(path: Path, content: bytes) -> None:
    with path.open("w+b") as file:
        _write_clip(file.write, content)
    sync(path)


def _encrypted_clip(path: Path, content: bytes) -> None:
    with EncryptedDraft(path) as draft:
        _write_clip(draft.write, content)
        draft.seal(key_ring())
    sync(path)


def _write_clip(write: Callable[[bytes], int], content: bytes) -> None:
    """As the writer of MP4s does: tables, then what lies in a row in a recording, a second each."""
    for at in range(0, len(content), BYTES_PER_S):
        write(content[at : at + BYTES_PER_S])


def _read(path: Path) -> None:
    with opened(path) as file:
        while file.read(1 << 20):
            pass


def _range(path: Path, at: int) -> None:
    with opened(path) as file:
        file.seek(at)
        file.read(RANGE)


def _timed(do: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the wall, and of the processor."""
    used, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    do()
    took, now = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    return took, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


if __name__ == "__main__":
    with TemporaryDirectory(dir=sys.argv[1] if sys.argv[1:] else None) as made:
        main(Path(made))
