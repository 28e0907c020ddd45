"""Wires the identity context."""

import base64
from functools import lru_cache

from django.db import transaction
from django.utils.crypto import salted_hmac

from mosaic_backend.audit import facade as audit
from mosaic_backend.config.environment import environment
from mosaic_backend.identity.application.admission import Admission
from mosaic_backend.identity.application.provider_sign_in import ProviderSignIn
from mosaic_backend.identity.application.second_factor import SecondFactorEnrolment
from mosaic_backend.identity.application.sessions import Sessions
from mosaic_backend.identity.application.sign_in import SignIn
from mosaic_backend.identity.infrastructure.access_token_signer import JwtSigner
from mosaic_backend.identity.infrastructure.external_accounts import (
    DatabaseExternalAccounts,
    DatabaseProviders,
)
from mosaic_backend.identity.infrastructure.oidc_client import OidcClient
from mosaic_backend.identity.infrastructure.passwords import DjangoPasswords
from mosaic_backend.identity.infrastructure.proofs import SignedProofs
from mosaic_backend.identity.infrastructure.refresh_tokens import (
    DatabaseAccounts,
    DatabaseRefreshTokens,
)
from mosaic_backend.identity.infrastructure.request_rates import RequestRates
from mosaic_backend.identity.infrastructure.second_factors import DatabaseSecondFactors
from mosaic_backend.identity.infrastructure.sign_in_attempts import DatabaseAttempts
from mosaic_backend.identity.infrastructure.spent import DatabaseSpentStates
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
        successor=_successor,
    )


@lru_cache
def sign_in() -> SignIn:
    return SignIn(
        attempts=DatabaseAttempts(),
        passwords=DjangoPasswords(),
        proofs=SignedProofs(),
        factors=DatabaseSecondFactors(),
        journal=audit.record,
        clock=SystemClock(),
        factor_roles=environment().second_factor_roles,
    )


@lru_cache
def second_factor() -> SecondFactorEnrolment:
    return SecondFactorEnrolment(
        sign_in=sign_in(),
        factors=DatabaseSecondFactors(),
        journal=audit.record,
        clock=SystemClock(),
    )


@lru_cache
def oidc_client() -> OidcClient:
    return OidcClient(loopback=environment().allow_loopback_providers)


@lru_cache
def provider_sign_in() -> ProviderSignIn:
    return ProviderSignIn(
        providers=DatabaseProviders(),
        client=oidc_client(),
        states=DatabaseSpentStates(),
        admission=Admission(accounts=DatabaseExternalAccounts(), journal=audit.record),
        accounts=DatabaseExternalAccounts(),
        attempts=DatabaseAttempts(),
        factors=DatabaseSecondFactors(),
        journal=audit.record,
        clock=SystemClock(),
        factor_roles=environment().second_factor_roles,
        callback_of=callback_of,
    )


@lru_cache
def request_rates() -> RequestRates:
    return RequestRates(environment().redis_url.get_secret_value())


def callback_of(slug: str) -> str:
    """The address at which providers send people back; register it there."""
    return f"{environment().public_url.rstrip('/')}/api/v1/auth/oidc/{slug}/callback"


def _successor(text: str) -> str:
    """Derived, so that a token repeated within the grace gets the same successor though only digests are kept."""
    derived = salted_hmac("mosaic.refresh", text, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(derived).rstrip(b"=").decode()
