"""With a real Keycloak: its own login form, its own tokens, its own refusals."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.identity.bootstrap import oidc_client, request_rates
from mosaic_backend.identity.infrastructure.models import ProviderRule, SignInProvider, User

from .keycloak import OBTAINED_WITHIN_S, READY_WITHIN_S, NotToBeHadError, running
from .provider_journey import OIDC, ending, me, refusal

pytestmark = pytest.mark.timeout(OBTAINED_WITHIN_S + READY_WITHIN_S + 300)

SECRET = "keycloak's secret for mosaic: äöü & 100%"
KIM = {"username": "kim", "password": "kim's long password"}
LEE = {"username": "lee", "password": "lee's long password"}
KIMS_SUBJECT = "5d3f0c0a-0d4f-4c9e-9a53-3f1c4f4a0001"
START, CALLBACK = f"{OIDC}/keycloak/start", f"{OIDC}/keycloak/callback"
ANSWERS_WITHIN_S = 120.0


@pytest.fixture(scope="module")
def issuer(free_port: Callable[[], int]) -> Iterator[str]:
    try:
        with running(free_port()) as address:
            yield address
    except NotToBeHadError as error:
        pytest.skip(f"no Keycloak: {error}")


@pytest.fixture
def keycloak(db: None, issuer: str, monkeypatch: pytest.MonkeyPatch) -> SignInProvider:
    monkeypatch.setattr("mosaic_backend.identity.infrastructure.provider_http.WHOLE_S", 60.0)
    request_rates.cache_clear()
    provider = SignInProvider.objects.create(
        slug="keycloak",
        name="Keycloak",
        issuer=issuer,
        client_id="mosaic",
        client_secret=SECRET,
        create_users=True,
        default_role="viewer",
    )
    ProviderRule.objects.create(
        provider=provider, value="mosaic-operators", role="operator", all_cameras=True
    )
    return provider


class Form(HTMLParser):
    """The login form's address and the fields that it brings along."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and given.get("id") == "kc-form-login":
            self.action = given["action"] or ""
        elif tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.fields[str(given["name"])] = given.get("value") or ""


def at_keycloak(location: str, person: dict[str, str]) -> str:
    """Fills in Keycloak's form as a browser does; the query with which it sends the browser back."""
    page = httpx.get(location, timeout=ANSWERS_WITHIN_S)
    assert page.status_code == 200, page.text
    form = Form(page.text)
    assert form.action, page.text
    answer = httpx.post(
        form.action,
        data={**form.fields, **person},
        # By hand: its cookies are `Secure`, which browsers keep for this machine also without TLS, and httpx not.
        headers={"Cookie": "; ".join(f"{name}={value}" for name, value in page.cookies.items())},
        timeout=ANSWERS_WITHIN_S,
    )
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["location"])
    assert (parts.netloc, parts.path) == ("testserver", CALLBACK)
    return parts.query


def sign_in(browser: Client, person: dict[str, str], target: str = "/") -> Any:
    location = browser.get(START, {"next": target})["Location"]
    return browser.get(f"{CALLBACK}?{at_keycloak(location, person)}")


def test_keycloak_when_somebody_signs_in_there_then_a_user_with_the_rights_of_the_group(keycloak):
    browser = Client()
    answer = sign_in(browser, KIM, "/plates")
    assert ending(answer) == {"step": "done", "from": "/plates"}
    found = me(browser)
    assert (found["username"], found["role"], found["all_cameras"]) == ("kim", "operator", True)
    kim = User.objects.get(username="kim")
    assert kim.email == "kim@example.org"
    link = kim.linked_identities.get()
    assert (link.issuer, link.subject) == (keycloak.issuer, KIMS_SUBJECT)
    assert browser.post("/api/v1/auth/logout", {}, "application/json").status_code == 204
    assert browser.post("/api/v1/auth/refresh", {}, "application/json").status_code == 401
    assert ending(sign_in(browser, KIM)) == {"step": "done"}
    assert User.objects.count() == 1


def test_keycloak_when_the_group_is_missing_and_demanded_then_not_let_in(keycloak):
    keycloak.default_role = ""
    keycloak.save()
    assert refusal(sign_in(Client(), LEE)) == "not-allowed"
    entry = AuditEntry.objects.get(action="session.refused")
    assert entry.details["why"] == "no rule of the provider fits the claims"
    assert not User.objects.exists()


def test_keycloak_when_linking_by_address_then_only_by_the_verified_one(keycloak):
    keycloak.link_by_email, keycloak.create_users = True, False
    keycloak.save()
    for name in ("kim", "lee"):
        User.objects.create_user(f"{name}.here", "correct horse", email=f"{name}@example.org")
    browser = Client()
    assert ending(sign_in(browser, KIM)) == {"step": "done"}
    assert me(browser)["username"] == "kim.here"
    assert refusal(sign_in(Client(), LEE)) == "not-allowed"


def test_keycloak_when_a_code_is_used_again_or_without_its_verifier_then_refused(keycloak):
    browser, other = Client(), Client()
    location = browser.get(START)["Location"]
    code = parse_qs(at_keycloak(location, KIM))["code"][0]
    state = parse_qs(urlsplit(other.get(START)["Location"]).query)["state"][0]
    answer = other.get(CALLBACK, {"code": code, "state": state, "iss": keycloak.issuer})
    assert refusal(answer) == "rejected"
    assert not User.objects.exists()


def test_keycloak_when_the_answer_names_no_issuer_then_refused(keycloak):
    """Keycloak says that it names itself (RFC 9207), so that an answer without a name is not its own."""
    browser = Client()
    query = parse_qs(at_keycloak(browser.get(START)["Location"], KIM))
    answer = {"code": query["code"][0], "state": query["state"][0]}
    assert refusal(browser.get(CALLBACK, answer)) == "rejected"


def test_keycloak_when_our_secret_is_wrong_then_people_are_told_to_try_later_and_the_log_why(
    keycloak,
):
    keycloak.client_secret = "wrong"
    keycloak.save()
    assert refusal(sign_in(Client(), KIM)) == "unavailable"
    why = AuditEntry.objects.get(action="session.refused").details["why"]
    assert "does not accept our client: unauthorized_client" in why


def test_keycloak_when_tested_then_its_document_and_keys_are_read(keycloak):
    found = oidc_client().check(keycloak.issuer)
    assert found.authorization_endpoint.startswith(f"{keycloak.issuer}/protocol/openid-connect/")
    assert found.names_issuer_in_answers


def test_keycloak_when_an_administrator_comes_then_the_admin_opens(keycloak):
    ProviderRule.objects.update(role="admin")
    browser = Client()
    answer = sign_in(browser, KIM, "/admin/")
    assert answer["Location"] == "/admin/"
    assert browser.get("/admin/").status_code == 200
