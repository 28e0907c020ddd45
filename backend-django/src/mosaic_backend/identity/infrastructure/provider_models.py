"""Providers of identities, their rules, and who is linked with whom."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from mosaic_backend.identity.domain.external_accounts import MAX_SUBJECT
from mosaic_backend.identity.domain.provider_address import MAX_LENGTH
from mosaic_backend.shared.encryption import EncryptedTextField
from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Role

ROLES = [(role.value, role.value.capitalize()) for role in Role]
ORDINARY_ROLES = [choice for choice in ROLES if choice[0] != Role.ADMIN.value]


class SignInProvider(models.Model):
    """A provider of identities (OpenID Connect). One a issuer: issuer and subject are the key of a person."""

    class SecondFactorBy(models.TextChoices):
        PROVIDER = "provider", "The provider's sign-in is enough"
        MOSAIC = "mosaic", "Also Mosaic's own, of those who set one up"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(
        "name in addresses",
        max_length=40,
        unique=True,
        help_text="The redirect address to register at the provider is "
        "…/api/v1/auth/oidc/NAME/callback",
    )
    name = models.CharField(max_length=60, help_text="What stands on the button")
    enabled = models.BooleanField(default=True)
    issuer = models.CharField(
        max_length=MAX_LENGTH,
        unique=True,
        help_text="As in https://id.example.org/realms/site; "
        "…/.well-known/openid-configuration is read from there",
    )
    client_id = models.CharField("client ID", max_length=255)
    client_secret = EncryptedTextField(blank=True, default="")
    scopes = models.CharField(max_length=255, default="openid profile email")
    second_factor = models.CharField(
        max_length=10, choices=SecondFactorBy.choices, default=SecondFactorBy.PROVIDER
    )
    create_users = models.BooleanField(
        "make users of unknown people",
        default=False,
        help_text="Otherwise only people are let in who are linked with a user",
    )
    link_by_email = models.BooleanField(
        "link by e-mail address",
        default=False,
        help_text="Links somebody unknown with the user who has the address, if the provider says that it was "
        "verified. Administrators are linked by hand only, on their own page",
    )
    username_claim = models.CharField(max_length=120, default="preferred_username", blank=True)
    rights_claim = models.CharField(
        max_length=120,
        default="groups",
        blank=True,
        help_text="Where the values of the rules stand; points lead into objects, as in realm_access.roles",
    )
    default_role = models.CharField(
        "role where no rule fits",
        max_length=16,
        choices=ORDINARY_ROLES,
        blank=True,
        default="",
        help_text="Nothing chosen: whom no rule fits is not let in",
    )
    default_all_cameras = models.BooleanField(
        "all cameras where no rule fits", default=False, help_text="Otherwise none until chosen"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "sign-in provider"
        ordering = ["name", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(default_role__in=["", *(value for value, _ in ORDINARY_ROLES)]),
                name="provider_default_role_ordinary",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProviderRule(models.Model):
    """What a value of the provider's claim gives to whoever has it."""

    provider = models.ForeignKey(SignInProvider, on_delete=models.CASCADE, related_name="rules")
    value = models.CharField("value of the claim", max_length=255)
    role = models.CharField(max_length=16, choices=ROLES)
    all_cameras = models.BooleanField(default=False)
    camera_group_ids = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        ordering = ["value"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "value"], name="provider_rule_once_a_value")
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.role}"


class LinkedIdentity(models.Model):
    """Somebody at a provider who is this user. The key is issuer and subject; the address may be reused there."""

    provider = models.ForeignKey(SignInProvider, on_delete=models.CASCADE, related_name="links")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="linked_identities"
    )
    issuer = models.CharField(max_length=MAX_LENGTH, editable=False)
    subject = models.CharField(
        max_length=MAX_SUBJECT,
        help_text="The provider's own id of the person (claim sub); refused sign-ins tell it in the audit log",
    )
    follows_claims = models.BooleanField(
        "rights follow the claims",
        default=False,
        help_text="Role and cameras are set by the provider's rules at each sign-in",
    )
    last_sign_in_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "identity at a provider"
        verbose_name_plural = "identities at providers"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="linked_identity_once"),
        ]

    def __str__(self) -> str:
        return self.subject
