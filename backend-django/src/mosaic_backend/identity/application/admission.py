"""Which user an external identity is, and whether there is one at all."""

from collections.abc import Mapping

from mosaic_backend.identity.application.ports import Journal
from mosaic_backend.identity.application.provider_ports import Account, ExternalAccounts, Provider
from mosaic_backend.identity.domain.errors import ProviderSignInError, Refusal
from mosaic_backend.identity.domain.external_accounts import ExternalIdentity, Rights
from mosaic_contracts.permissions import Principal, Role


class Admission:
    """Issuer and subject decide.

    An address links once, where it was verified and the administrators allow it, and never to an administrator:
    whoever could make a provider say that address would own the site.
    """

    def __init__(self, *, accounts: ExternalAccounts, journal: Journal) -> None:
        self._accounts = accounts
        self._journal = journal

    def __call__(self, provider: Provider, identity: ExternalIdentity) -> Principal:
        """Raises ProviderSignInError."""
        with self._accounts.alone(identity.issuer, identity.subject):
            account = self._accounts.linked(identity.issuer, identity.subject)
            if account is None:
                account = self._linked_by_email(provider, identity)
            if account is None:
                return self._created(provider, identity)
            if not account.active:
                raise _refused("the user is deactivated")
            if account.follows_claims:
                self._follow(provider, identity, account)
            return self._accounts.signed_in(account.user_id, identity)

    def _linked_by_email(self, provider: Provider, identity: ExternalIdentity) -> Account | None:
        if not provider.policy.link_by_email or not identity.email:
            return None
        account = self._accounts.with_email(identity.email, identity.issuer)
        if account is None:
            return None
        if account.role is Role.ADMIN:
            raise _refused("an administrator has this address, and is linked by hand only")
        if account.known_to_issuer:
            raise _refused("the user with this address is linked with somebody else there")
        if not account.active:
            raise _refused("the user is deactivated")
        self._accounts.link(account.user_id, provider.id, identity)
        self._told(provider, identity, "identity.linked", account, {"by": "email"})
        return account

    def _created(self, provider: Provider, identity: ExternalIdentity) -> Principal:
        if not provider.policy.create_unknown:
            raise _refused("nobody is linked with this subject")
        rights = self._rights(provider, identity)
        principal = self._accounts.create(provider, identity, rights)
        details = {"provider": provider.slug, "subject": identity.subject, **_plain(rights)}
        self._journal(principal, "user.created", f"user:{principal.user_id}", details)
        return principal

    def _follow(self, provider: Provider, identity: ExternalIdentity, account: Account) -> None:
        rights = self._rights(provider, identity)
        if rights != account.rights:
            self._accounts.set_rights(account.user_id, rights)
            said = {"before": _plain(account.rights), "after": _plain(rights)}
            self._told(provider, identity, "user.rights_followed_claims", account, said)

    def _told(
        self,
        provider: Provider,
        identity: ExternalIdentity,
        action: str,
        account: Account,
        details: Mapping[str, object],
    ) -> None:
        said = {"provider": provider.slug, "subject": identity.subject, **details}
        actor = f"{identity.name}@{provider.slug}"
        self._journal(actor, action, f"user:{account.user_id}", said)

    @staticmethod
    def _rights(provider: Provider, identity: ExternalIdentity) -> Rights:
        rights = provider.policy.rights_of(identity.claims)
        if rights is None:
            raise _refused("no rule of the provider fits the claims")
        return rights


def _refused(why: str) -> ProviderSignInError:
    return ProviderSignInError(Refusal.NOT_ALLOWED, why)


def _plain(rights: Rights) -> dict[str, object]:
    return {
        "role": rights.role.value,
        "all_cameras": rights.all_cameras,
        "camera_groups": sorted(str(group) for group in rights.group_ids),
    }
