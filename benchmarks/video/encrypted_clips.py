"""Times clips of an encrypted site beside those of a plain one, in turns: as the worker cuts them.

`.venv/bin/python benchmarks/video/encrypted_clips.py [CLIPS [MINUTES]]`: of 6 seconds, and one of so many minutes.
Recordings and clips are encrypted in the one, neither in the other.
"""

import json
import os
import sys
from base64 import urlsafe_b64encode
from datetime import timedelta
from pathlib import Path

CLIPS, MINUTES = 40, 60


def main(clips: int, minutes: int) -> None:
    os.environ["MOSAIC_RECORDING_KEYS"] = urlsafe_b64encode(os.urandom(32)).decode()
    from clips import MINUTE, START, _cut, _film, _record  # starts Django

    from mosaic_backend.clips.infrastructure.encryption.file_writer import encrypted_copy
    from mosaic_backend.clips.infrastructure.encryption.recording_keys import key_ring
    from mosaic_backend.clips.infrastructure.parts import clips_folder, recordings_folder
    from mosaic_backend.config.environment import environment
    from mosaic_contracts.ids import new_id

    plain, encrypted = new_id(), new_id()
    folders = {camera: recordings_folder() / str(camera) for camera in (plain, encrypted)}
    film = _film(folders[plain])
    folders[encrypted].mkdir()
    for camera, folder in folders.items():
        _record(camera, folder, film, minutes + 1)
    for path in folders[encrypted].iterdir():
        with encrypted_copy(path, path.with_suffix(".part"), key_ring(), lambda _: None) as copy:
            copy.path.replace(path)

    def cut(camera: object, start: object, length_s: float, *, exact: bool = False) -> float:
        os.environ["MOSAIC_RECORDING_ENCRYPTION"] = str(int(camera == encrypted))
        environment.cache_clear()
        took: float = _cut(camera, start, length_s, exact=exact)[0]
        for made in clips_folder().glob("*.mp4"):
            with made.open("rb") as file:
                assert (file.read(4) == b"\x8bMOS") == (camera == encrypted)
            made.unlink()
        return took

    told: dict[str, float] = {}
    across = START + timedelta(seconds=57.3)
    for what, exact in (("copied", False), ("exact", True)):
        times: dict[object, list[float]] = {plain: [], encrypted: []}
        for number in range(clips):
            for camera in (plain, encrypted):
                at = across + number % minutes * MINUTE
                times[camera].append(cut(camera, at, 6, exact=exact) * 1000)
        for camera, name in ((plain, "plain"), (encrypted, "encrypted")):
            found = sorted(times[camera])
            told[f"{what}_{name}_median_ms"] = found[len(found) // 2]
            told[f"{what}_{name}_p95_ms"] = found[int(len(found) * 0.95)]
    for camera, name in ((plain, "plain"), (encrypted, "encrypted")):
        told[f"long_{name}_times_real_time"] = 60 * minutes / cut(camera, START, 60 * minutes)
    print(json.dumps({name: round(value, 1) for name, value in told.items()}, indent=1))


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    if "MOSAIC_DATABASE_URL" in os.environ:
        main(*given)
    else:
        from mosaic_cli.bench.backend.site import private_site

        sizes = [*given, *(CLIPS, MINUTES)[len(given) :]]
        with private_site() as site:
            print(site.run(str(Path(__file__).resolve()), *map(str, sizes)))
