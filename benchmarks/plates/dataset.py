"""Fills a migrated database with plate reads of a known truth: `python dataset.py READS PLATES FOLDER`.

In the environment of a backend. Reads are spread over 30 days and 500 cameras, COPYed by two processes with the
indexes put aside. FOLDER gets `truth.npz`: plates (S8), and for each read truth (its plate's number), folded
(S10), wrong (glyphs that are not the plate's; 255 where the lengths differ) and id (16 bytes). The same seed makes
the same reads but for their times.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django
import numpy as np
from error_model import GAPS, GLYPHS, Reader, plates
from many_keys import keys_of_all

django.setup()

from django.db import connection  # noqa: E402

from mosaic_backend.detections.domain import boxes  # noqa: E402
from mosaic_backend.detections.domain.crop_keys import CropKeys  # noqa: E402
from mosaic_backend.detections.domain.neighbourhood import DOUBTFUL, UNSURE, keys_of_read  # noqa: E402
from mosaic_backend.detections.infrastructure import partitions  # noqa: E402
from mosaic_backend.detections.infrastructure.engines import numbers_of  # noqa: E402
from mosaic_contracts.ids import new_id  # noqa: E402

DAYS, CAMERAS, CHUNK = 30, 500, 20_000
CODES = np.frombuffer(GLYPHS.encode(), np.uint8)
TABLE = "detections_plateread"
ENGINE = "mosaic-plate-locator@2-int8+mosaic-plate-recogniser+pp-ocrv6@2+small"
PLATE_BOX, VEHICLE_BOX = (
    boxes.packed(box).hex() for box in ((0.4, 0.5, 0.1, 0.05), (0.41, 0.52, 0.2, 0.3))
)
COLOURS, KINDS = ("white", "black", "grey", "blue", "red"), ("car", "car", "car", "truck", "bus")


def main(reads: int, known: int, folder: Path) -> None:
    now = datetime.now(UTC)
    for table in partitions.TABLES:
        for span in table.spans(now - timedelta(days=DAYS + 1), now + timedelta(days=2)):
            partitions._make(table, span)
    # Other rows would be found too.
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE}")
    indexes = _put_aside()
    halves = [(half, reads // 2, reads, known, now.timestamp()) for half in range(2)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        parts = [part for half in pool.map(_fill, halves) for part in half]
    texts = [row.tobytes() for block in plates(known) for row in CODES[block]]
    folder.mkdir(parents=True, exist_ok=True)
    truth, folded, wrong, ids = (np.concatenate(column) for column in zip(*parts, strict=True))
    np.savez(
        folder / "truth.npz",
        plates=np.array(texts, "S8"),
        truth=truth,
        folded=folded,
        wrong=wrong,
        id=ids,
    )
    _restore(indexes)


def _put_aside() -> list[str]:
    """Drops the indexes but the primary key; what makes them again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = %s AND indexname NOT LIKE '%%_pkey'",
            [TABLE],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP INDEX {name}")
    return [definition.replace(" ON ONLY ", " ON ") for _, definition in found]


def _restore(indexes: list[str]) -> None:
    """The greatest beside the others: each is built by one process."""
    last = [each for each in indexes if "(keys)" in each]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_build, [last, [each for each in indexes if each not in last]]))
    partitions.tune_indexes()
    with connection.cursor() as cursor:
        # Two writers in two places of the key leave half-full pages, which one that goes by time does not.
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename LIKE %s AND indexname LIKE '%%_pkey'",
            [f"{TABLE}_%"],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"REINDEX INDEX {name}")
        cursor.execute(f"VACUUM ANALYZE {TABLE}")


def _build(definitions: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SET max_parallel_maintenance_workers = 0")
        for definition in definitions:
            started = time.monotonic()
            cursor.execute(definition)
            print(f"{time.monotonic() - started:.0f} s {definition}", flush=True)
    connection.close()


def _fill(half: tuple[int, int, int, int, float]) -> list[tuple[Any, ...]]:
    """number: of the half, which has `reads` of `total` reads."""
    number, reads, total, known, now = half
    random = np.random.default_rng([5, number])
    reader, blocks = Reader(), plates(known)
    starts = np.cumsum([0, *(len(block) for block in blocks)])
    parts = []
    begin = now - DAYS * 86400
    engine = numbers_of([ENGINE])[ENGINE]
    with connection.cursor() as cursor:
        columns = (
            "id, camera_id, track_id, revision, final, text, folded, confidence, glyphs, keys, first_seen_at,"
            " seen_at, last_seen_at, votes, box, frame_width, frame_height, vehicle_label, vehicle_confidence,"
            " vehicle_box, vehicle_colour, zones, image_keys, engine_number"
        )
        with cursor.copy(f"COPY {TABLE} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for done in range(0, reads, CHUNK):
                size = min(CHUNK, reads - done)
                chosen = np.sort(random.integers(starts[-1], size=size))
                at = begin + (number * reads + done + np.arange(size)) * (DAYS * 86400 / total)
                order = random.permutation(size)
                place, written = 0, []
                for block, start, end in zip(blocks, starts, starts[1:], strict=False):
                    mine = chosen[(chosen >= start) & (chosen < end)]
                    moments = at[order[place : place + len(mine)]]
                    place += len(mine)
                    if len(mine):
                        lines, part = _rows(random, reader, block[mine - start], moments, engine)
                        parts.append((mine.astype(np.int32), *part))
                        written += lines
                # They begin with their ids: as they would arrive.
                copy.write("".join(sorted(written)))
    return parts


def _rows(
    random: Any, reader: Reader, true: Any, moments: Any, engine: int
) -> tuple[list[str], tuple[Any, ...]]:
    said = reader.read(random, true)
    tops = reader.tops[said]
    wrong = (tops != true).sum(1).astype(np.uint8)
    shares = reader.shares[said]
    lists = keys_of_all(CODES[tops]).tolist()
    plain = ((shares >= UNSURE).sum(1) > true.shape[1] - 2) & (shares.min(1) >= DOUBTFUL)
    gap, where = random.random(len(true)) < GAPS, random.integers(true.shape[1], size=len(true))
    cameras = random.integers(CAMERAS, size=len(true)).tolist()
    noise = random.integers(1 << 32, size=(len(true), 5), dtype=np.uint32).tolist()
    texts = CODES[tops].view(f"S{true.shape[1]}").ravel().astype(str).tolist()
    milliseconds = (moments * 1000).astype(np.int64)
    instants = np.datetime_as_string(milliseconds.astype("M8[ms]")).tolist()
    confidences = shares.mean(1).tolist()
    image_keys = _image_keys(milliseconds[0])
    packed, lines, folded, ids = reader.packed, [], [], []
    for row, glyphs in enumerate(said.tolist()):
        text, keys = texts[row], lists[row]
        if gap[row]:
            at = int(where[row])
            glyphs[at : at + 1] = [] if row % 2 else [glyphs[at]] * 2
            text = "".join([GLYPHS[reader.tops[glyph]] for glyph in glyphs])
            wrong[row] = 255
        if gap[row] or not plain[row]:
            keys = keys_of_read(text, reader.shares[glyphs].tolist())
        one, two, three, four, five = noise[row]
        identifier = f"{milliseconds[row]:012x}7{one & 0xFFF:03x}8{two & 0xFFF:03x}{three:08x}{four & 0xFFFF:04x}"
        track = f"{identifier[:13]}{four >> 20:03x}9{five & 0xFFF:03x}{one:08x}{five >> 16:04x}"
        instant = instants[row] + "Z"
        lines.append(
            f"{identifier}\t01930000000070008{cameras[row]:015x}\t{track}\t2\tt\t{text}\t{text}"
            f"\t{confidences[row]:.3f}\t{'|'.join([packed[glyph] for glyph in glyphs])}"
            f"\t{{{str(keys)[1:-1]}}}\t{instant}\t{instant}\t{instant}"
            f"\t5\t\\\\x{PLATE_BOX}\t1920\t1080\t{KINDS[one % 5]}\t0.9\t\\\\x{VEHICLE_BOX}"
            f"\t{COLOURS[two % 5]}\t{{}}\t{image_keys}\t{engine}\n"
        )
        folded.append(text)
        ids.append(bytes.fromhex(identifier))
    return lines, (np.array(folded, "S10"), wrong, np.array(ids, "V16"))


def _image_keys(milliseconds: Any) -> str:
    """As a read has them whose pictures lie where the AI service puts them: the same for every read."""
    at = datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    read, camera = new_id(at), new_id(at)
    base = f"plates/{at:%Y/%m/%d}/{camera}/{read}"
    images = {kind: f"{base}-{kind}.jpg" for kind in ("plate", "vehicle", "scene")}
    return CropKeys(read, camera, at).packed(images)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
