"""Signatures of webhooks, as Standard Webhooks has them (www.standardwebhooks.com, symmetric)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

PREFIX = "whsec_"


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(event_id: str, body: bytes, at: datetime, signing: Sequence[str]) -> dict[str, str]:
    """The headers of one delivery; while a secret is being changed it is signed with both."""
    stamp = str(int(at.timestamp()))
    signatures = [_signature(secret, event_id, stamp, body) for secret in signing]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def _signature(secret: str, event_id: str, stamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = f"{event_id}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
