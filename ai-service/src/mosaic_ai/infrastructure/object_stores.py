"""Opens object stores by URL: file:///…, s3://bucket/prefix, memory:///."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.store import ObjectStore, from_url

ANSWER_WITHIN_S = 10
"""One request; what is away longer is tried again by who asked, not in here."""
RETRIES = 2


def open_store(url: str) -> ObjectStore:
    """A folder is made where it is missing. S3's endpoint, region and keys come from AWS_… variables."""
    if url.startswith("file:"):
        Path(unquote(urlsplit(url).path)).mkdir(parents=True, exist_ok=True)
    if is_local(url):
        return from_url(url)
    # Given options take the place of what obstore would have read of the environment.
    plain = os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"1", "true", "yes"}
    return from_url(
        url,
        client_options={
            "allow_http": plain,
            "connect_timeout": "3s",
            "timeout": f"{ANSWER_WITHIN_S}s",
        },
        retry_config={
            "max_retries": RETRIES,
            "retry_timeout": timedelta(seconds=ANSWER_WITHIN_S),
        },
    )


def is_local(url: str) -> bool:
    """Whether writing there waits for no other machine."""
    return url.startswith(("file:", "memory:"))
