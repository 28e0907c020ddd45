"""Where crops and captured pictures go: a folder of the stack, or an S3 that the environment names."""

import os
from pathlib import Path

ADDRESSES = ("MOSAIC_EVIDENCE_URL", "MOSAIC_AI_CAPTURE_URL")
ACCOUNT = "AWS_"


def object_stores(data: Path) -> dict[str, str]:
    """For the services; S3's endpoint, region and keys (AWS_…) only where one of the addresses asks for S3."""
    given = {name: os.environ[name] for name in ADDRESSES if os.environ.get(name)}
    addresses = {"MOSAIC_EVIDENCE_URL": (data / "evidence").as_uri()} | given
    if not any(url.startswith("s3:") for url in addresses.values()):
        return addresses
    account = {name: value for name, value in os.environ.items() if name.startswith(ACCOUNT)}
    return addresses | account
