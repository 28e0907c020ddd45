"""What signing in by a provider of identities needs from outside."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from mosaic_backend.identity.domain.external_accounts import (
    AccountPolicy,
    ExternalIdentity,
    Rights,
)
from mosaic_contracts.permissions import Principal, Role


@dataclass(frozen=True)
class Provider:
    """A provider of identities (OpenID Connect) as the administrators configured it.

    secret: empty for a public client. asks_code: whether Mosaic's own second factor is asked for as well.
    """

    id: UUID
    slug: str
    name: str
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    scopes: str
    asks_code: bool
    policy: AccountPolicy


@dataclass(frozen=True)
class Journey:
    """What the browser keeps between leaving for a provider and coming back. target: an own path."""

    slug: str
    issuer: str
    target: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What the provider made the browser bring: an authorization response (RFC 6749, RFC 9207)."""

    state: str = ""
    code: str = field(default="", repr=False)
    issuer: str = ""
    error: str = ""


class Providers(Protocol):
    def enabled(self) -> Sequence[Provider]: ...

    def find(self, slug: str) -> Provider | None:
        """The provider if it is enabled."""


class ProviderClient(Protocol):
    """Speaks with providers. All raise ProviderSignInError."""

    def departure(self, provider: Provider, journey: Journey, redirect_uri: str) -> str:
        """The address at the provider to which the browser goes."""

    def claims(
        self, provider: Provider, journey: Journey, answer: Answer, redirect_uri: str
    ) -> Mapping[str, Any]:
        """What the provider says of the person, for a code that is exchanged; proven in every way."""


class SpentStates(Protocol):
    def spend(self, state: str) -> bool:
        """Whether it comes back for the first time."""


@dataclass(frozen=True)
class Account:
    """A user who is, or could be, linked with an external identity.

    follows_claims: role and cameras are set by the claims. known_to_issuer: linked with somebody there already.
    """

    user_id: UUID
    role: Role
    active: bool
    rights: Rights
    follows_claims: bool = False
    known_to_issuer: bool = False


class ExternalAccounts(Protocol):
    def alone(self, issuer: str, subject: str) -> AbstractContextManager[object]:
        """A transaction in which nobody else lets in the same person."""

    def active(self, user_id: UUID) -> Principal | None: ...

    def linked(self, issuer: str, subject: str) -> Account | None:
        """The user, who does not change until the transaction ends."""

    def with_email(self, email: str, issuer: str) -> Account | None:
        """As `linked`, by the address of the user."""

    def link(self, user_id: UUID, provider_id: UUID, identity: ExternalIdentity) -> None: ...

    def create(
        self, provider: Provider, identity: ExternalIdentity, rights: Rights
    ) -> Principal: ...

    def set_rights(self, user_id: UUID, rights: Rights) -> None: ...

    def signed_in(self, user_id: UUID, identity: ExternalIdentity) -> Principal:
        """Notes that the user signed in just now, and tells who it is."""
