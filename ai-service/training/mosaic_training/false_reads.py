"""`python -m mosaic_training.false_reads`: reads an hour of footage that shows no plate.

The AI service's own pipeline and models look at it, one picture a second, without a detector.
"""

import argparse
import json
import sys
import time
from datetime import timedelta
from itertools import islice
from pathlib import Path

from mosaic_ai.domain.frames import Frame
from mosaic_ai.infrastructure.models import load_engines
from mosaic_ai.replay import STARTS_AT, Rig
from mosaic_training.footage import plate_free

GOAL = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m mosaic_training.false_reads")
    parser.add_argument("--fonts", type=Path, required=True, help="folder with typefaces")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", default="plate-free")
    arguments = parser.parse_args()
    rig = Rig(load_engines(None))
    cpu_s, pictures = 0.0, round(arguments.minutes * 60)
    footage = islice(plate_free(arguments.seed, arguments.fonts), pictures)
    for second, pixels in enumerate(footage):
        started = time.process_time()
        rig.look(Frame(rig.camera_id, STARTS_AT + timedelta(seconds=second), pixels))
        cpu_s += time.process_time() - started
    rig.finish()
    texts = sorted({read.read_id: read.text for read in rig.reads}.values())
    value = round(len(texts) * 3600 / pictures, 2)
    figure = {
        "name": "false reads an hour of footage without plates",
        "value": value,
        "unit": "reads",
        "goal": f"<= {GOAL:g}",
        "met": value <= GOAL,
        "how": f"{arguments.minutes:g} min, seed {arguments.seed}: {', '.join(texts) or 'none'}",
    }
    cost = {
        "name": "CPU a picture of it",
        "value": round(1000 * cpu_s / pictures, 1),
        "unit": "ms",
        "goal": "",
        "met": True,
        "how": "something moves in nearly all of them",
    }
    sys.stdout.write(json.dumps({"figures": [figure, cost]}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
