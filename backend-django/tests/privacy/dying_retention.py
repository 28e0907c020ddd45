"""A worker that is killed while plates are forgotten: `python dying_retention.py STEP NOW`.

STEP: `uncommitted` within the first batch, `committed` right after it, `crops` after the first picture.
"""

import os
import signal
import sys
from datetime import datetime
from typing import Any


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    import django

    django.setup()
    from mosaic_backend.detections.facade import remove_crops
    from mosaic_backend.detections.infrastructure import forgetting as crops
    from mosaic_backend.privacy.infrastructure import forgetting, letting_go

    step, now = sys.argv[1], datetime.fromisoformat(sys.argv[2])
    if step == "uncommitted":
        letting_go.alerts.forget_reads = _die
    forgetting.forget_plates(now)
    if step == "crops":
        crops.LeavingCrop.objects.filter = _die  # after the pictures, before their rows
        remove_crops(now)
    _die()


if __name__ == "__main__":
    main()
