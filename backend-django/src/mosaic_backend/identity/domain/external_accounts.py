"""People whom a provider vouches for: which claims count, and what they give.

Claims are those of OpenID Connect Core 1.0, already proven to come from the provider.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from mosaic_contracts.permissions import Role

MAX_SUBJECT = 255  # OpenID Connect Core 1.0, section 2
MAX_USERNAME = 150
_RANK = (Role.VIEWER, Role.REVIEWER, Role.OPERATOR, Role.ADMIN)
_ADDRESS = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,189}")
_NOT_IN_NAMES = re.compile(r"[^\w.@+-]")


@dataclass(frozen=True)
class Rights:
    """What somebody may and sees by the claims."""

    role: Role
    all_cameras: bool
    group_ids: frozenset[UUID]


@dataclass(frozen=True)
class ClaimRule:
    """Whoever has the value among those of the claim gets the rights."""

    value: str
    rights: Rights


@dataclass(frozen=True)
class AccountPolicy:
    """How a provider's people become users.

    rights_claim: where the values of the rules stand; points lead into objects, as in `realm_access.roles`.
    otherwise: the rights of somebody whom no rule fits; None: such a person is not let in.
    """

    create_unknown: bool
    link_by_email: bool
    username_claim: str
    rights_claim: str
    rules: Sequence[ClaimRule]
    otherwise: Rights | None

    def rights_of(self, claims: Mapping[str, Any]) -> Rights | None:
        """The highest role and all cameras of the rules that fit; None: not let in."""
        values = set(texts_at(claims, self.rights_claim)) if self.rules else set()
        fitting = [rule.rights for rule in self.rules if rule.value in values]
        if not fitting:
            return self.otherwise
        return Rights(
            role=max((rights.role for rights in fitting), key=_RANK.index),
            all_cameras=any(rights.all_cameras for rights in fitting),
            group_ids=frozenset().union(*(rights.group_ids for rights in fitting)),
        )

    def wanted_claims(self) -> set[str]:
        """The claims without which the policy cannot decide."""
        wanted = {self.username_claim.partition(".")[0]}
        if self.link_by_email:
            wanted |= {"email", "email_verified"}
        if self.rules:
            wanted.add(self.rights_claim.partition(".")[0])
        return wanted - {""}


@dataclass(frozen=True)
class ExternalIdentity:
    """Somebody as a provider knows them. issuer and subject are the key; all else may change or be reused.

    email: only where the provider says that it was verified.
    """

    issuer: str
    subject: str
    name: str
    email: str
    claims: Mapping[str, Any] = field(repr=False)


def identity_of(issuer: str, claims: Mapping[str, Any], username_claim: str) -> ExternalIdentity:
    """Raises ValueError for claims without a usable subject."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT or "\x00" in subject:
        raise ValueError("the subject is missing or no text")
    email = claims.get("email")
    # Some send the text "true": not taken, the specification wants a boolean.
    verified = claims.get("email_verified") is True and _is_address(email)
    return ExternalIdentity(
        issuer=issuer,
        subject=subject,
        name=_name_of(claims, username_claim) or _cleaned(subject) or "user",
        email=str(email).strip() if verified else "",
        claims=claims,
    )


def names_for(identity: ExternalIdentity, provider: str) -> Sequence[str]:
    """User names to try in turn: a taken one is told apart by where its bearer comes from."""
    key = hashlib.sha256(f"{identity.issuer} {identity.subject}".encode()).hexdigest()[:16]
    room = MAX_USERNAME - len(provider) - len(key) - 2
    other = f"{identity.name[:room]}@{provider}"
    return [identity.name, other, f"{other}-{key}"]


def texts_at(claims: Mapping[str, Any], path: str) -> Collection[str]:
    """The texts at a path; a name with points in it is found as it stands before it is taken apart."""
    found: Any = claims.get(path) if path in claims else claims
    if found is claims:
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return [found]
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _is_address(email: object) -> bool:
    """ASCII only: other letters may fold to the same address, which would link somebody else's."""
    return isinstance(email, str) and email.isascii() and bool(_ADDRESS.fullmatch(email.strip()))


def _name_of(claims: Mapping[str, Any], username_claim: str) -> str:
    for path in (username_claim, "preferred_username"):
        for text in texts_at(claims, path):
            if cleaned := _cleaned(text):
                return cleaned
    return ""


def _cleaned(text: str) -> str:
    """A user name made of it: what names may not have becomes a line."""
    normal = unicodedata.normalize("NFKC", text.strip())
    return _NOT_IN_NAMES.sub("_", normal)[:MAX_USERNAME]
