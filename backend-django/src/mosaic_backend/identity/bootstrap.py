"""Wires the identity context."""

from functools import lru_cache

from django.db import transaction

from mosaic_backend.audit import facade as audit
from mosaic_backend.identity.application.sessions import Sessions
from mosaic_backend.identity.infrastructure.access_token_signer import JwtSigner
from mosaic_backend.identity.infrastructure.refresh_tokens import (
    DatabaseAccounts,
    DatabaseRefreshTokens,
)
from mosaic_backend.shared.access_keys import signing_key
from mosaic_contracts.clock import SystemClock


@lru_cache
def sessions() -> Sessions:
    return Sessions(
        tokens=DatabaseRefreshTokens(),
        accounts=DatabaseAccounts(),
        signer=JwtSigner(signing_key()),
        journal=audit.record,
        clock=SystemClock(),
        atomic=transaction.atomic,
    )
