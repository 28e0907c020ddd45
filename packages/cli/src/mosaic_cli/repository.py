"""Where the checkout is that this command belongs to."""

import os
from pathlib import Path

ROOT = Path(os.environ.get("MOSAIC_ROOT") or Path(__file__).resolve().parents[4])
