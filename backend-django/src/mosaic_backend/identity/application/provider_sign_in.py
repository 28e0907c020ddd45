"""Signing in by a provider of identities: the authorization code flow of OpenID Connect with PKCE (RFC 7636)."""

import hmac
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mosaic_backend.identity.application.admission import Admission
from mosaic_backend.identity.application.ports import Attempts, Journal, SecondFactors
from mosaic_backend.identity.application.provider_ports import (
    Answer,
    ExternalAccounts,
    Journey,
    Provider,
    ProviderClient,
    Providers,
    SpentStates,
)
from mosaic_backend.identity.domain.errors import (
    CodeRequiredError,
    LockedOutError,
    ProviderSignInError,
    Refusal,
)
from mosaic_backend.identity.domain.external_accounts import ExternalIdentity, identity_of
from mosaic_backend.identity.domain.own_paths import is_admin
from mosaic_contracts.clock import Clock
from mosaic_contracts.permissions import Principal, Role


@dataclass(frozen=True)
class Departure:
    """Where the browser goes, and what it keeps until it comes back."""

    url: str
    journey: Journey


@dataclass(frozen=True)
class Arrival:
    """Somebody whom the provider proved. needs_code: only the code of the second factor is missing yet."""

    principal: Principal
    slug: str
    target: str
    needs_code: bool = False


class ProviderSignIn:
    """Nothing here can be guessed, so that failures count for the address only, as with passwords."""

    def __init__(
        self,
        *,
        providers: Providers,
        client: ProviderClient,
        states: SpentStates,
        admission: Admission,
        accounts: ExternalAccounts,
        attempts: Attempts,
        factors: SecondFactors,
        journal: Journal,
        clock: Clock,
        factor_roles: Collection[Role],
        callback_of: Callable[[str], str],
    ) -> None:
        """callback_of: the whole address to which a provider sends people back, by its slug."""
        self._providers = providers
        self._client = client
        self._states = states
        self._admission = admission
        self._accounts = accounts
        self._attempts = attempts
        self._factors = factors
        self._journal = journal
        self._clock = clock
        self._factor_roles = factor_roles
        self._callback_of = callback_of

    def begin(self, slug: str, target: str) -> Departure:
        """target: an own path, for afterwards. Raises ProviderSignInError."""
        provider = self._providers.find(slug)
        if provider is None:
            raise ProviderSignInError(Refusal.UNAVAILABLE, "there is no such provider")
        journey = Journey(
            slug=provider.slug,
            issuer=provider.issuer,
            target=target,
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
        )
        url = self._client.departure(provider, journey, self._callback_of(slug))
        return Departure(url, journey)

    def arrive(self, slug: str, answer: Answer, journey: Journey | None, address: str) -> Arrival:
        """journey: of this very browser, where it has one. Raises ProviderSignInError, which stands in the log."""
        with self._refusals_told(slug):
            provider, journey = self._checked(slug, answer, journey)
        attempt = self._begin_attempt(slug, address)
        identity: ExternalIdentity | None = None
        try:
            claims = self._client.claims(provider, journey, answer, self._callback_of(slug))
            identity = self._identity(provider, claims)
            principal = self._admission(provider, identity)
            arrival = self._beyond(provider, principal, journey.target)
        except ProviderSignInError as error:
            self._tell(slug, error, identity)
            if error.refusal is Refusal.UNAVAILABLE:
                self._attempts.forget(attempt)
            raise
        self._attempts.forget(attempt)
        return arrival

    def prove_code(self, user_id: UUID, slug: str, target: str, code: str, address: str) -> Arrival:
        """For somebody who arrived but for the code.

        Raises CodeRequiredError, LockedOutError, ProviderSignInError.
        """
        principal = self._accounts.active(user_id)
        if principal is None or not self._factors.enabled(user_id):
            raise ProviderSignInError(Refusal.EXPIRED, "the user or the second factor is gone")
        now = self._clock.now()
        name = principal.username
        with self._attempts.alone(name, address):
            attempt = self._attempts.begin(name, address, now)
            until = self._attempts.others(attempt, name, address, now).locked_until(now)
            if until:
                self._attempts.forget(attempt)
                raise LockedOutError((until - now).total_seconds())
            if not self._factors.accepts(user_id, code, now):
                self._journal(name, "session.refused", f"account:{name}", {"wrong": "code"})
                raise CodeRequiredError("the code is wrong or was used before")
            self._attempts.forget(attempt)
            self._attempts.succeeded(name, address)
        return Arrival(principal, slug, target)

    def _checked(
        self, slug: str, answer: Answer, journey: Journey | None
    ) -> tuple[Provider, Journey]:
        if journey is None:
            raise ProviderSignInError(Refusal.EXPIRED, "this browser began no sign-in lately")
        if journey.slug != slug or not hmac.compare_digest(
            journey.state.encode(), answer.state.encode()
        ):
            raise ProviderSignInError(Refusal.EXPIRED, "the state is not that of this browser")
        if not self._states.spend(journey.state):
            raise ProviderSignInError(Refusal.EXPIRED, "the state was used before")
        if answer.error == "access_denied":
            raise ProviderSignInError(Refusal.CANCELLED, "given up at the provider")
        provider = self._providers.find(slug)
        if provider is None or provider.issuer != journey.issuer:
            raise ProviderSignInError(Refusal.UNAVAILABLE, "the provider was changed meanwhile")
        if answer.issuer and answer.issuer != provider.issuer:
            raise ProviderSignInError(Refusal.REJECTED, "the answer is of another issuer")
        if answer.error or not answer.code:
            said = answer.error or "no code"
            raise ProviderSignInError(Refusal.REJECTED, f"the provider answered: {said}")
        return provider, journey

    def _begin_attempt(self, slug: str, address: str) -> UUID:
        now = self._clock.now()
        account = f"provider:{slug}"
        attempt = self._attempts.begin(account, address, now)
        failures = self._attempts.others(attempt, account, address, now)
        if failures.of_address_only().locked_until(now):
            self._attempts.forget(attempt)
            raise ProviderSignInError(Refusal.TOO_MANY, "too many failures from this address")
        return attempt

    @staticmethod
    def _identity(provider: Provider, claims: Mapping[str, Any]) -> ExternalIdentity:
        try:
            return identity_of(provider.issuer, claims, provider.policy.username_claim)
        except ValueError as error:
            raise ProviderSignInError(Refusal.REJECTED, str(error)) from error

    def _beyond(self, provider: Provider, principal: Principal, target: str) -> Arrival:
        """What is asked for beyond the provider's word."""
        if is_admin(target) and principal.role is not Role.ADMIN:
            raise ProviderSignInError(Refusal.NOT_ADMIN, "not an administrator")
        if provider.asks_code:
            if self._factors.enabled(UUID(principal.user_id)):
                return Arrival(principal, provider.slug, target, needs_code=True)
            if principal.role in self._factor_roles:
                raise ProviderSignInError(Refusal.SECOND_FACTOR, "no second factor is set up")
        return Arrival(principal, provider.slug, target)

    @contextmanager
    def _refusals_told(self, slug: str) -> Iterator[None]:
        try:
            yield
        except ProviderSignInError as error:
            self._tell(slug, error, None)
            raise

    def _tell(
        self, slug: str, error: ProviderSignInError, identity: ExternalIdentity | None
    ) -> None:
        who = identity.name if identity else "unknown"
        details = {"wrong": error.refusal.value, "why": error.why}
        if identity:
            details |= {"subject": identity.subject, "email": identity.email}
        self._journal(f"{who}@{slug}", "session.refused", f"provider:{slug}", details)
