"""External identities and their users, and providers, in the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.contrib.auth.models import update_last_login
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from mosaic_backend.identity.application.provider_ports import Account, Provider
from mosaic_backend.identity.domain.external_accounts import (
    AccountPolicy,
    ClaimRule,
    ExternalIdentity,
    Rights,
    names_for,
)
from mosaic_backend.identity.infrastructure.models import LinkedIdentity, SignInProvider, User
from mosaic_contracts.permissions import Principal, Role


class DatabaseProviders:
    """Adapter of `Providers`. Read anew each time, so that a change holds at once."""

    def enabled(self) -> Sequence[Provider]:
        rows = SignInProvider.objects.filter(enabled=True).prefetch_related("rules")
        return [provider_of(row) for row in rows]

    def find(self, slug: str) -> Provider | None:
        rows = SignInProvider.objects.filter(slug=slug, enabled=True).prefetch_related("rules")
        row = rows.first()
        return provider_of(row) if row else None


def provider_of(row: SignInProvider) -> Provider:
    rules = [
        ClaimRule(
            rule.value, Rights(Role(rule.role), rule.all_cameras, frozenset(rule.camera_group_ids))
        )
        for rule in row.rules.all()
    ]
    otherwise = (
        Rights(Role(row.default_role), row.default_all_cameras, frozenset())
        if row.default_role
        else None
    )
    return Provider(
        id=row.id,
        slug=row.slug,
        name=row.name,
        issuer=row.issuer,
        client_id=row.client_id,
        secret=row.client_secret,
        scopes=row.scopes,
        asks_code=row.second_factor == SignInProvider.SecondFactorBy.MOSAIC,
        policy=AccountPolicy(
            create_unknown=row.create_users,
            link_by_email=row.link_by_email,
            username_claim=row.username_claim,
            rights_claim=row.rights_claim,
            rules=rules,
            otherwise=otherwise,
        ),
    )


class DatabaseExternalAccounts:
    """Adapter of `ExternalAccounts`."""

    @contextmanager
    def alone(self, issuer: str, subject: str) -> Iterator[None]:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                    [f"identity {issuer} {subject}"],
                )
            yield

    def active(self, user_id: UUID) -> Principal | None:
        user = User.objects.filter(id=user_id, is_active=True).first()
        return user.principal if user else None

    def linked(self, issuer: str, subject: str) -> Account | None:
        link = LinkedIdentity.objects.filter(issuer=issuer, subject=subject).first()
        if link is None:
            return None
        return _account(_locked(link.user_id), follows_claims=link.follows_claims)

    def with_email(self, email: str, issuer: str) -> Account | None:
        found = _with_email(email).values_list("id", flat=True).first()
        if found is None:
            return None
        known = LinkedIdentity.objects.filter(user_id=found, issuer=issuer).exists()
        return _account(_locked(found), known_to_issuer=known)

    def link(
        self,
        user_id: UUID,
        provider_id: UUID,
        identity: ExternalIdentity,
        *,
        follows_claims: bool = False,
    ) -> None:
        LinkedIdentity.objects.create(
            user_id=user_id,
            provider_id=provider_id,
            issuer=identity.issuer,
            subject=identity.subject,
            follows_claims=follows_claims,
        )

    def create(self, provider: Provider, identity: ExternalIdentity, rights: Rights) -> Principal:
        email = "" if _with_email(identity.email).exists() else identity.email
        user = User(username=_free_name(identity, provider.slug), email=email)
        user.set_unusable_password()
        _give(user, rights)
        user.full_clean()
        user.save()
        self.link(user.id, provider.id, identity, follows_claims=True)
        return self.signed_in(user.id, identity)

    def set_rights(self, user_id: UUID, rights: Rights) -> None:
        user = User.objects.get(id=user_id)
        _give(user, rights)
        user.save(update_fields=["role", "all_cameras", "camera_group_ids"])

    def signed_in(self, user_id: UUID, identity: ExternalIdentity) -> Principal:
        user = User.objects.get(id=user_id)
        update_last_login(User, user)
        links = LinkedIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject)
        links.update(last_sign_in_at=timezone.now())
        return user.principal


def _with_email(email: str) -> QuerySet[User]:
    """By small letters, as the constraint: capitals of other alphabets fold to ours."""
    return User.objects.annotate(small=Lower("email")).filter(small=email.lower()).exclude(email="")


def _locked(user_id: UUID) -> User:
    return User.objects.select_for_update(no_key=True).get(id=user_id)


def _account(user: User, *, follows_claims: bool = False, known_to_issuer: bool = False) -> Account:
    return Account(
        user_id=user.id,
        role=Role(user.role),
        active=user.is_active,
        rights=Rights(Role(user.role), user.all_cameras, frozenset(user.camera_group_ids)),
        follows_claims=follows_claims,
        known_to_issuer=known_to_issuer,
    )


def _give(user: User, rights: Rights) -> None:
    user.role = rights.role.value
    user.all_cameras = rights.all_cameras
    user.camera_group_ids = sorted(rights.group_ids)


def _free_name(identity: ExternalIdentity, slug: str) -> str:
    with connection.cursor() as cursor:
        # Two people with one name who come at once: one after the other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('user names', 0))")
    names = names_for(identity, slug)
    taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    return next((name for name in names if name not in taken), names[-1])
