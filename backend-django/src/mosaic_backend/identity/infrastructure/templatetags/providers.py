"""The providers on the admin's sign-in page."""

from typing import Any
from urllib.parse import urlencode

from django import template

from mosaic_backend.identity.domain.errors import Refusal
from mosaic_backend.identity.domain.own_paths import ADMIN, is_admin, own_path
from mosaic_backend.identity.infrastructure.external_accounts import DatabaseProviders

register = template.Library()

_WORDS = {
    Refusal.CANCELLED: "Signing in was given up at the provider.",
    Refusal.EXPIRED: "Signing in took too long, or was begun in another window. Try again.",
    Refusal.UNAVAILABLE: "The provider cannot be used now. Sign in otherwise, or try again later.",
    Refusal.REJECTED: "What the provider answered could not be accepted. Try again.",
    Refusal.NOT_ALLOWED: "Your account at the provider is not let in here.",
    Refusal.TOO_MANY: "Too many attempts. Wait a while before trying again.",
    Refusal.SECOND_FACTOR: "Administrators need a second factor here, and you have none yet.",
    Refusal.NOT_ADMIN: "Your account is not an administrator's.",
}


@register.simple_tag(takes_context=True)
def provider_links(context: Any) -> list[dict[str, str]]:
    wanted = own_path(context["request"].GET.get("next", ADMIN))
    query = urlencode({"next": wanted if is_admin(wanted) else ADMIN})
    return [
        {"name": provider.name, "href": f"/api/v1/auth/oidc/{provider.slug}/start?{query}"}
        for provider in DatabaseProviders().enabled()
    ]


@register.simple_tag(takes_context=True)
def provider_failure(context: Any) -> str:
    """What came of the last try, in words; only codes that there are."""
    try:
        return _WORDS[Refusal(context["request"].GET.get("failure", ""))]
    except ValueError:
        return ""
