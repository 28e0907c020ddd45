"""What the commands on captured pictures have in common on their command lines."""

import argparse
import os
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

ADDRESS = "MOSAIC_AI_CAPTURE_URL"


def parser_of(description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--store",
        default=os.environ.get(ADDRESS, ""),
        help=f"where the pictures are, file:///… or s3://…; by default {ADDRESS}",
    )
    return parser


def store_of(parser: argparse.ArgumentParser, given: argparse.Namespace) -> str:
    """Ends the program where no store is named."""
    if not given.store.startswith(("file:///", "s3://")):
        parser.error(f"--store or {ADDRESS} must name file:///folder or s3://bucket/prefix")
    if given.store.startswith("file:") and not Path(unquote(urlsplit(given.store).path)).is_dir():
        parser.error(f"{given.store} is no folder")
    return str(given.store)


def instant(text: str) -> datetime:
    """For argparse. Raises ValueError for what is no instant with an offset."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant needs its offset, as in 2026-11-01T00:00:00Z")
    return at
