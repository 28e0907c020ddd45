"""Providers in the admin: their secret is written and never shown, and a test says what is wrong."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.identity.infrastructure.models import LinkedIdentity, SignInProvider, User

from .oidc_stand_in import CLIENT_SECRET
from .provider_journey import ending, refusal, sign_in

PASSWORD = "correct horse battery"


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    root = User.objects.create_user("root", PASSWORD, role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Keycloak",
        "slug": "keycloak",
        "enabled": "on",
        "issuer": "https://id.example.org/realms/site",
        "client_id": "mosaic",
        "client_secret": "",
        "scopes": "openid profile email",
        "second_factor": "provider",
        "username_claim": "preferred_username",
        "rights_claim": "groups",
        "default_role": "",
        "rules-TOTAL_FORMS": "0",
        "rules-INITIAL_FORMS": "0",
    } | changes


def save(browser: Client, provider: SignInProvider | None = None, **changes: Any) -> str:
    name = "admin:identity_signinprovider_" + ("change" if provider else "add")
    path = reverse(name, args=[provider.pk] if provider else [])
    return browser.post(path, fields(**changes), follow=True).content.decode()


def test_provider_when_saved_then_the_secret_is_encrypted_and_shown_nowhere(browser):
    page = save(browser, client_secret="s3cr3t-of-ours")
    assert "s3cr3t-of-ours" not in page
    provider = SignInProvider.objects.get()
    assert provider.client_secret == "s3cr3t-of-ours"
    with connection.cursor() as cursor:
        cursor.execute("SELECT client_secret FROM identity_signinprovider")
        assert "s3cr3t" not in cursor.fetchone()[0]
    change = reverse("admin:identity_signinprovider_change", args=[provider.pk])
    shown = browser.get(change).content.decode()
    assert "s3cr3t" not in shown
    assert "http://testserver/api/v1/auth/oidc/keycloak/callback" in shown
    entry = AuditEntry.objects.get(action="sign_in_provider.created")
    assert "s3cr3t" not in str(vars(entry))
    assert entry.after["issuer"] == "https://id.example.org/realms/site"


def test_provider_when_saved_without_a_secret_then_it_stays_and_a_line_removes_it(browser):
    save(browser, client_secret="kept")
    provider = SignInProvider.objects.get()
    save(browser, provider, name="Other")
    provider.refresh_from_db()
    assert (provider.name, provider.client_secret) == ("Other", "kept")
    save(browser, provider, client_secret="-")
    provider.refresh_from_db()
    assert provider.client_secret == ""


def test_provider_when_led_to_another_issuer_then_the_secret_does_not_go_along(browser):
    save(browser, client_secret="kept")
    provider = SignInProvider.objects.get()
    page = save(browser, provider, issuer="https://evil.example")
    assert "Another issuer gets no secret" in page
    provider.refresh_from_db()
    assert provider.issuer == "https://id.example.org/realms/site"
    save(browser, provider, issuer="https://new.example", client_secret="new")
    provider.refresh_from_db()
    assert (provider.issuer, provider.client_secret) == ("https://new.example", "new")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"issuer": "http://id.example.org"}, "only https is allowed"),
        ({"issuer": "https://u:p@id.example.org"}, "has a user"),
        ({"default_role": "admin"}, "Select a valid choice"),
        ({"slug": "a/b"}, "Enter a valid"),
    ],
)
def test_provider_when_not_acceptable_then_told_and_not_saved(browser, changes, why):
    assert why in save(browser, **changes)
    assert not SignInProvider.objects.exists()


def test_rule_when_saved_then_it_counts_at_the_next_sign_in(browser, provider, stand_in):
    from mosaic_backend.cameras.infrastructure.models import CameraGroup

    yard = CameraGroup.objects.create(name="Yard")
    rule = {
        "rules-TOTAL_FORMS": "1",
        "rules-0-value": "ops",
        "rules-0-role": "operator",
        "rules-0-camera_group_ids": [str(yard.pk)],
    }
    there = {"slug": "stand-in", "issuer": stand_in.issuer, "create_users": "on"}
    save(browser, provider, **there, **rule)
    stand_in.claims["groups"] = ["ops"]
    assert ending(sign_in(Client(), stand_in)) == {"step": "done"}
    eve = User.objects.get(username="eve")
    assert (eve.role, eve.camera_group_ids) == ("operator", [yard.pk])
    entry = AuditEntry.objects.get(action="sign_in_provider.changed")
    assert entry.details["providerrule_added"] == ["ops: operator"]


def test_button_when_pressed_then_it_says_whether_the_issuer_answers(browser, provider, stand_in):
    path = reverse("admin:identity_signinprovider_change", args=[provider.pk])
    button = reverse("admin:identity_signinprovider_check_provider", args=[provider.pk])
    assert button in browser.get(path).content.decode()
    assert "It answers, and has keys" in browser.get(button, follow=True).content.decode()
    stand_in.answers["/jwks"] = (503, b"")
    page = browser.get(button, follow=True).content.decode()
    assert f"{stand_in.issuer}/jwks answered 503" in page
    stand_in.metadata = {"issuer": "https://elsewhere.example"}
    assert "is of the issuer" in browser.get(button, follow=True).content.decode()
    tested = AuditEntry.objects.filter(action="sign_in_provider.tested")
    assert tested.count() == 3
    assert CLIENT_SECRET not in str([vars(entry) for entry in tested])


def test_user_when_linked_on_their_page_then_let_in_as_them(browser, provider, stand_in):
    provider.create_users = False
    provider.save()
    ann = User.objects.create_user("ann", PASSWORD, role="operator", email="ann@example.org")
    form = {
        "username": "ann",
        "email": "ann@example.org",
        "role": "operator",
        "is_active": "on",
        "group_rights-TOTAL_FORMS": "0",
        "group_rights-INITIAL_FORMS": "0",
        "linked_identities-TOTAL_FORMS": "1",
        "linked_identities-INITIAL_FORMS": "0",
        "linked_identities-0-provider": str(provider.pk),
        "linked_identities-0-subject": "s-1",
    }
    path = reverse("admin:identity_user_change", args=[ann.pk])
    browser.post(path, form, follow=True)
    assert LinkedIdentity.objects.get().issuer == stand_in.issuer
    entry = AuditEntry.objects.get(action="user.identities_changed")
    assert entry.details == {"linked": ["s-1@stand-in"]}
    assert ending(sign_in(Client(), stand_in)) == {"step": "done"}

    bob = User.objects.create_user("bob", PASSWORD)
    page = browser.post(
        reverse("admin:identity_user_change", args=[bob.pk]),
        form | {"username": "bob", "email": ""},
        follow=True,
    ).content.decode()
    assert "linked with this identity already" in page
    assert LinkedIdentity.objects.get().user_id == ann.pk


def test_users_when_two_have_one_address_then_refused_whatever_the_capitals(browser):
    User.objects.create_user("ann", PASSWORD, email="ann@example.org")
    bob = User.objects.create_user("bob", PASSWORD)
    form = {
        "username": "bob",
        "email": "ANN@example.org",
        "role": "viewer",
        "is_active": "on",
        **{
            f"{name}-{total}": "0"
            for name in ("group_rights", "linked_identities")
            for total in ("TOTAL_FORMS", "INITIAL_FORMS")
        },
    }
    page = browser.post(reverse("admin:identity_user_change", args=[bob.pk]), form).content.decode()
    assert "Another user has this e-mail address." in page
    User.objects.create_user("cid", PASSWORD)  # many have none


def test_provider_when_switched_off_then_nobody_gets_in_by_it(browser, provider, stand_in):
    path = reverse("admin:identity_signinprovider_changelist")
    browser.post(path, {"action": "switch_off", "_selected_action": [str(provider.pk)]})
    answer = Client().get("/api/v1/auth/oidc/stand-in/start")
    assert refusal(answer) == "unavailable"
