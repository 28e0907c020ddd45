"""What somebody may try who is on the way, at the provider, or on another site: none of it signs anybody in."""

import base64
import hmac
import json
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import jwt as pyjwt
import pytest
import time_machine
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.identity.bootstrap import request_rates
from mosaic_backend.identity.infrastructure.models import SignInFailure, User

from .oidc_stand_in import CLIENT_ID, StandIn, served
from .provider_journey import CALLBACK, START, begin, ending, refusal, sign_in


@pytest.fixture
def browser() -> Client:
    return Client()


def nobody_came_in(browser: Client) -> bool:
    return "mosaic_refresh" not in browser.cookies and not User.objects.exists()


def _with(**changes):
    """An ID token in which some claims are other ones; None takes one out."""

    def make(stand_in, claims):
        changed = claims | {
            name: value(claims) if callable(value) else value for name, value in changes.items()
        }
        return stand_in.signed(
            {name: value for name, value in changed.items() if value is not None}
        )

    return make


def _text(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unsigned(stand_in, claims):
    header = json.dumps({"alg": "none", "kid": stand_in.key.kid})
    return f"{_text(header.encode())}.{_text(json.dumps(claims).encode())}."


def _hmac_with_public_key(stand_in, claims):
    """What a library takes for good that lets the token choose the algorithm; ours refuse to make one."""
    header = json.dumps({"alg": "HS256", "kid": stand_in.key.kid})
    signed = f"{_text(header.encode())}.{_text(json.dumps(claims).encode())}"
    public = stand_in.key.as_pem(private=False)
    return f"{signed}.{_text(hmac.digest(public, signed.encode(), 'sha256'))}"


def _by_another_key(stand_in, claims):
    return jwt.encode({"alg": "RS256", "kid": stand_in.key.kid}, claims, RSAKey.generate_key(2048))


def _key_in_the_header(stand_in, claims):
    own = RSAKey.generate_key(2048)
    return pyjwt.encode(
        claims, own.as_pem(private=True), "RS256", headers={"jwk": own.as_dict(private=False)}
    )


def _changed_after_signing(stand_in, claims):
    header, _, signature = stand_in.signed(claims).split(".")
    body = json.dumps(claims | {"sub": "admin"}).encode()
    return f"{header}.{_text(body)}.{signature}"


TOKENS = {
    "wrong nonce": _with(nonce="other"),
    "no nonce": _with(nonce=None),
    "list of nonces": _with(nonce=lambda claims: [claims["nonce"], "other"]),
    "wrong audience": _with(aud="another-client"),
    "no audience": _with(aud=None),
    "several audiences, no azp": _with(aud=[CLIENT_ID, "another-client"]),
    "azp of another": _with(aud=[CLIENT_ID, "another-client"], azp="another-client"),
    "other issuer": _with(iss="https://evil.example"),
    "issuer with a slash more": _with(iss=lambda claims: claims["iss"] + "/"),
    "no issuer": _with(iss=None),
    "expired": _with(exp=lambda _: int(time.time()) - 61),
    "no expiry": _with(exp=None),
    "expiry as text": _with(exp=lambda claims: str(claims["exp"])),
    "not yet": _with(nbf=lambda _: int(time.time()) + 3600),
    "issued tomorrow": _with(iat=lambda _: int(time.time()) + 86400),
    "no subject": _with(sub=None),
    "empty subject": _with(sub=""),
    "subject as number": _with(sub=5),
    "long subject": _with(sub="s" * 256),
    "access token's hash of another": _with(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "alg none": _unsigned,
    "HS256 with the public key": _hmac_with_public_key,
    "another key under the same id": _by_another_key,
    "key in its own header": _key_in_the_header,
    "changed after signing": _changed_after_signing,
    "no token": lambda *_: "",
    "nonsense": lambda *_: "a.b.c",
    "five parts": lambda *_: "a.b.c.d.e",
    "nested deeply": lambda stand_in, _: pyjwt.api_jws.encode(
        b"[" * 100_000, stand_in.key.as_pem(private=True), "RS256", {"kid": stand_in.key.kid}
    ),
}


@pytest.mark.parametrize("attack", TOKENS, ids=TOKENS)
def test_token_when_tampered_with_then_refused_without_saying_why_and_audited(
    browser, provider, stand_in, attack
):
    stand_in.token = lambda claims: TOKENS[attack](stand_in, claims)
    answer = sign_in(browser, stand_in)
    assert ending(answer) == {"failure": "rejected"}
    assert nobody_came_in(browser)
    entry = AuditEntry.objects.get(action="session.refused")
    assert (entry.subject, entry.details["wrong"]) == ("provider:stand-in", "rejected")
    assert entry.details["why"]
    assert entry.address == "127.0.0.1"


def test_token_when_right_then_the_same_way_lets_in(browser, provider, stand_in):
    stand_in.token = lambda claims: _with(aud=[CLIENT_ID])(stand_in, claims)
    assert ending(sign_in(browser, stand_in)) == {"step": "done"}


def test_state_when_replayed_then_refused(browser, provider, stand_in):
    location = begin(browser)
    cookie = browser.cookies["mosaic_oidc"].value
    query = stand_in.grant(location)
    assert ending(browser.get(f"{CALLBACK}?{query}")) == {"step": "done"}
    again = Client()
    again.cookies["mosaic_oidc"] = cookie
    stand_in.grant(location)
    assert refusal(again.get(f"{CALLBACK}?{query}")) == "expired"
    assert "mosaic_refresh" not in again.cookies
    assert AuditEntry.objects.get(action="session.refused").details["why"].endswith("used before")


def test_state_when_of_another_browser_then_refused_and_that_one_can_still_finish(
    browser, provider, stand_in
):
    """Else an attacker could sign somebody else in as themselves, and read what they then do."""
    victim = Client()
    location = begin(victim)
    attackers = stand_in.grant(begin(browser))
    assert refusal(victim.get(f"{CALLBACK}?{attackers}")) == "expired"
    assert refusal(Client().get(f"{CALLBACK}?{attackers}")) == "expired"
    assert nobody_came_in(victim)
    assert ending(victim.get(f"{CALLBACK}?{stand_in.grant(location)}")) == {"step": "done"}


@pytest.mark.parametrize("state", ["", "wrong", "é", "x" * 5000])
def test_state_when_wrong_then_refused(browser, provider, stand_in, state):
    query = stand_in.grant(begin(browser), state=state)
    assert refusal(browser.get(f"{CALLBACK}?{query}")) == "expired"
    assert nobody_came_in(browser)


def test_state_when_given_twice_then_refused(browser, provider, stand_in):
    query = stand_in.grant(begin(browser))
    state = parse_qs(query)["state"][0]
    assert refusal(browser.get(f"{CALLBACK}?{query}&state={state}")) == "expired"


@pytest.mark.parametrize(
    "change", [lambda text: text[:-1], lambda text: "x" + text, lambda _: "a:b"]
)
def test_cookie_when_tampered_with_then_refused(browser, provider, stand_in, change):
    query = stand_in.grant(begin(browser))
    browser.cookies["mosaic_oidc"] = change(browser.cookies["mosaic_oidc"].value)
    assert refusal(browser.get(f"{CALLBACK}?{query}")) == "expired"


def test_cookie_when_old_then_refused(browser, provider, stand_in):
    query = stand_in.grant(begin(browser))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11), tick=True):
        assert refusal(browser.get(f"{CALLBACK}?{query}")) == "expired"


def test_journey_when_finished_at_another_provider_then_refused(browser, provider, stand_in):
    with served(StandIn()) as evil:
        type(provider).objects.create(
            slug="evil", name="Evil", issuer=evil.issuer, client_id="x", create_users=True
        )
        query = stand_in.grant(begin(browser))
        answer = browser.get(f"/api/v1/auth/oidc/evil/callback?{query}")
        assert refusal(answer) == "expired"
        assert evil.asked == []


@pytest.mark.parametrize("issuer", ["https://evil.example", ""])
def test_answer_when_of_another_issuer_then_the_code_goes_nowhere(
    browser, provider, stand_in, issuer
):
    """RFC 9207: a code of another provider must not be handed to this one."""
    query = stand_in.grant(begin(browser), iss=issuer)
    assert refusal(browser.get(f"{CALLBACK}?{query}")) == "rejected"
    assert "/token" not in stand_in.asked


def test_code_when_injected_from_another_journey_then_refused(browser, provider, stand_in):
    """PKCE: a stolen code is worth nothing without the verifier of the browser that asked for it."""
    stolen = parse_qs(stand_in.grant(begin(Client())))["code"][0]
    query = stand_in.grant(begin(browser), code=stolen)
    assert refusal(browser.get(f"{CALLBACK}?{query}")) == "rejected"
    assert nobody_came_in(browser)


def test_provider_when_it_says_that_the_person_gave_up_then_told_so(browser, provider, stand_in):
    query = stand_in.grant(begin(browser), error="access_denied", code="")
    assert refusal(browser.get(f"{CALLBACK}?{query}")) == "cancelled"


def test_provider_when_it_answers_an_error_then_its_words_reach_the_log_only(
    browser, provider, stand_in
):
    location = begin(browser)
    query = stand_in.grant(location, error="<script>", error_description="inner", code="")
    answer = browser.get(f"{CALLBACK}?{query}")
    assert ending(answer) == {"failure": "rejected"}
    assert "<script>" in AuditEntry.objects.get(action="session.refused").details["why"]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/a\r\nSet-Cookie: x=1",
        "/a b",
        "/api/v1/auth/logout",
        "/" + "a" * 3000,
    ],
)
def test_target_when_not_an_own_page_then_forgotten(browser, provider, stand_in, target):
    assert ending(sign_in(browser, stand_in, target)) == {"step": "done"}
    assert refusal(browser.get(CALLBACK, {"next": target})) == "expired"


def test_start_when_asked_at_another_host_then_led_to_the_public_address_once(provider, stand_in):
    browser = Client(headers={"host": "10.0.0.7:8080"})
    answer = browser.get(START, {"next": "//evil.example"})
    parts = urlsplit(answer["Location"])
    assert (parts.netloc, parts.path) == ("testserver", START)
    assert parse_qs(parts.query) == {"next": ["/"], "moved": ["1"]}
    assert "mosaic_oidc" not in browser.cookies
    there = browser.get(f"{START}?{parts.query}")
    assert there["Location"].startswith(f"{stand_in.issuer}/authorize?")


def test_address_when_it_asks_too_often_then_refused_for_a_while(provider, stand_in):
    request_rates.cache_clear()
    browser = Client(headers={"x-forwarded-for": "198.51.100.9"})
    answers = [ending(browser.get(CALLBACK))["failure"] for _ in range(61)]
    assert set(answers[:60]) == {"expired"}
    assert answers[60] == "too-many"
    assert AuditEntry.objects.filter(action="session.refused").count() == 60
    other = Client(headers={"x-forwarded-for": "198.51.100.10"})
    assert refusal(other.get(CALLBACK)) == "expired"


def test_address_when_thirty_of_its_tries_failed_then_locked_for_passwords_and_providers_alike(
    browser, provider, stand_in
):
    now = datetime.now(UTC)
    for n in range(29):
        SignInFailure.objects.create(account=f"account {n}", address="127.0.0.1", at=now)
    stand_in.token = lambda claims: _with(nonce="other")(stand_in, claims)
    assert refusal(sign_in(browser, stand_in)) == "rejected"
    stand_in.token = stand_in.signed
    assert refusal(sign_in(browser, stand_in)) == "too-many"
    body = {"username": "nobody", "password": "wrong"}
    answer = browser.post("/api/v1/auth/token", body, "application/json")
    assert answer.json()["code"] == "rate-limited"
    assert SignInFailure.objects.count() == 30
    elsewhere = Client(headers={"x-forwarded-for": "198.51.100.9"})
    assert ending(sign_in(elsewhere, stand_in)) == {"step": "done"}
    assert SignInFailure.objects.count() == 30
