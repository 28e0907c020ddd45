"""Wrong passwords: what they cost, whom they lock, and whom they never do."""

import base64
import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.identity.domain.attempts import (
    ADDRESS_LIMIT,
    EASIEST_WORK,
    HARDEST_WORK,
    PAIR_LIMIT,
    Failures,
)
from mosaic_backend.identity.infrastructure import proofs
from mosaic_backend.identity.infrastructure.models import User

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHALLENGE = "/api/v1/auth/challenge"
ELSEWHERE = "198.51.100.7"


@pytest.fixture(autouse=True)
def cheap_work(monkeypatch):
    monkeypatch.setattr("mosaic_backend.identity.domain.attempts.EASIEST_WORK", 50)
    monkeypatch.setattr("mosaic_backend.identity.domain.attempts.HARDEST_WORK", 200)


def proof(client, username="ann", address="192.0.2.1"):
    told = client.get(CHALLENGE, {"username": username}, headers={"X-Forwarded-For": address})
    challenge = told.json()["challenge"]
    return proofs.solved(challenge) if challenge else ""


def fail(sign_in, client, times, **where):
    for _ in range(times):
        username = where.get("username", "ann")
        solved = proof(client, username, where.get("address", "192.0.2.1"))
        answer = sign_in(password="wrong", proof=solved, **where)
        assert answer.status_code == 401, answer.content


def test_sign_in_when_five_failed_then_locked_for_a_quarter_of_an_hour(client, user, sign_in):
    with time_machine.travel(NOW, tick=False) as clock:
        fail(sign_in, client, 5)
        locked = sign_in(proof=proof(client))
        assert (locked.status_code, locked.json()["code"]) == (429, "rate-limited")
        assert locked["Retry-After"] == "900"
        assert locked["Content-Type"] == "application/problem+json"
        clock.shift(timedelta(minutes=14, seconds=59))
        assert sign_in(proof=proof(client)).status_code == 429
        clock.shift(timedelta(seconds=2))
        assert sign_in(proof=proof(client)).status_code == 200


def test_user_when_somebody_elsewhere_is_locked_out_then_still_gets_in_by_work(
    client, user, sign_in
):
    fail(sign_in, client, 5, address=ELSEWHERE)
    assert sign_in(address=ELSEWHERE, proof=proof(client, address=ELSEWHERE)).status_code == 429
    refused = sign_in()
    assert (refused.status_code, refused.json()["code"]) == (429, "proof-required")
    assert sign_in(proof=proof(client)).status_code == 200


def test_address_when_it_tries_many_names_then_locked_for_every_name(client, user, sign_in):
    for number in range(ADDRESS_LIMIT):
        fail(sign_in, client, 1, username=f"guess{number}")
    assert sign_in(proof=proof(client)).json()["code"] == "rate-limited"
    assert sign_in(address=ELSEWHERE, proof=proof(client, address=ELSEWHERE)).status_code == 200


def test_own_success_when_in_between_then_clears_own_failures_but_not_the_address(
    client, user, sign_in
):
    User.objects.create_user("eve", "another long password", all_cameras=True)
    for number in range(ADDRESS_LIMIT - 1):
        fail(sign_in, client, 1, username=f"guess{number}")
        if number % 7 == 0:
            eve = {"username": "eve", "password": "another long password"}
            assert sign_in(**eve, proof=proof(client, "eve")).status_code == 200
    fail(sign_in, client, 1)
    assert sign_in(proof=proof(client)).json()["code"] == "rate-limited"


def test_work_when_two_failed_then_free_and_from_the_third_asked_for(client, user, sign_in):
    fail(sign_in, client, 2)
    assert client.get(CHALLENGE, {"username": "ann"}).json()["challenge"] is None
    assert sign_in(password="wrong").status_code == 401
    assert sign_in().json()["code"] == "proof-required"
    assert sign_in(proof=proof(client)).status_code == 200


def test_proof_when_used_again_then_refused(client, user, sign_in):
    fail(sign_in, client, 3, address=ELSEWHERE)
    solved = proof(client)
    assert sign_in(proof=solved).status_code == 200
    assert sign_in(proof=solved).json()["code"] == "proof-required"


def test_proof_when_old_easier_or_forged_then_refused(client, user, sign_in, monkeypatch):
    fail(sign_in, client, 3, address=ELSEWHERE)
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=6)):
        old = proofs.solved(proofs.challenge(50, datetime.now(UTC)))
    easy = proofs.solved(proofs.challenge(49, datetime.now(UTC)))
    with monkeypatch.context() as context:
        context.setattr(proofs, "_key", lambda: "another key")
        foreign = proofs.solved(proofs.challenge(50, datetime.now(UTC)))
    good = json.loads(base64.b64decode(proofs.solved(proofs.challenge(50, datetime.now(UTC)))))
    changed = [
        {**good, "number": good["number"] + 1},
        {**good, "salt": good["salt"].replace("work=50", "work=51")},
        {**good, "algorithm": "SHA-1"},
        {**good, "salt": 7},
        {**good, "number": "1"},
        [],
        "x",
    ]
    forged = [base64.b64encode(json.dumps(one).encode()).decode() for one in changed]
    for one in [old, easy, foreign, "", "é", "AAAA", *forged]:
        assert sign_in(proof=one).json()["code"] == "proof-required", one


def test_answers_when_the_name_is_unknown_then_the_same_as_for_a_known_one(client, user, sign_in):
    def course(username):
        told = []
        for _ in range(7):
            body = sign_in(username=username, password="wrong", proof=proof(client, username))
            told.append((body.status_code, body.json()["code"], body.json()["detail"]))
        return told

    known = course("ann")
    assert known == course("nobody")
    assert [status for status, _, _ in known] == [401] * PAIR_LIMIT + [429] * 2


def statuses_at_once(password: str, times: int = 12) -> list[int]:
    """What as many clients are answered that sign in as ann in the same moment."""
    barrier, statuses = threading.Barrier(times), []

    def enter():
        client = APIClient()
        body = {"username": "ann", "password": password}
        barrier.wait()
        statuses.append(client.post("/api/v1/auth/token", body, format="json").status_code)
        connections.close_all()

    threads = [threading.Thread(target=enter) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


@pytest.mark.django_db(transaction=True)
def test_many_guesses_when_made_at_once_then_no_more_than_the_limit_are_looked_at(monkeypatch):
    User.objects.create_user("ann", "correct horse battery")
    monkeypatch.setattr(proofs.SignedProofs, "spend", lambda *_: True)
    statuses = statuses_at_once("wrong")
    assert statuses.count(401) <= PAIR_LIMIT
    assert set(statuses) <= {401, 429}


@pytest.mark.django_db(transaction=True)
def test_right_passwords_when_given_many_times_at_once_then_all_sign_in():
    User.objects.create_user("ann", "correct horse battery")
    assert statuses_at_once("correct horse battery") == [200] * 12


def test_failure_when_it_happens_then_the_audit_log_tells(client, user, sign_in):
    fail(sign_in, client, 1)
    entry = AuditEntry.objects.get(action="session.refused")
    assert (entry.subject, entry.details) == ("account:ann", {"wrong": "password"})


def test_admin_when_its_form_is_tried_then_the_same_counters_hold(client, sign_in, db):
    User.objects.create_user("ann", "correct horse battery", role="admin")
    browser = Client(headers={"X-Forwarded-For": "192.0.2.1"})
    right = {"username": "ann", "password": "correct horse battery"}
    fail(sign_in, client, 3)
    page = browser.post("/admin/login/", right)
    assert (page.status_code, "needs the solution" in page.content.decode()) == (200, True)
    assert browser.post("/admin/login/", right | {"proof": proof(client)}).status_code == 302
    opened = AuditEntry.objects.get(action="session.opened")
    assert (opened.actor, opened.details) == ("ann", {"where": "admin"})
    browser.logout()
    for _ in range(5):
        browser.post("/admin/login/", right | {"password": "wrong", "proof": proof(client)})
    page = browser.post("/admin/login/", right | {"proof": proof(client)})
    assert "Too many wrong attempts" in page.content.decode()
    assert sign_in(proof=proof(client)).json()["code"] == "rate-limited"


instants = st.lists(st.timedeltas(timedelta(0), timedelta(minutes=31)), max_size=40)


@given(instants, instants, st.integers(0, 50))
def test_lock_when_it_holds_then_never_longer_than_a_lockout_and_the_account_alone_never_locks(
    pair, address, account
):
    def latest(ages, limit):
        return [NOW - age for age in sorted(ages)][:limit]

    failures = Failures(latest(pair, PAIR_LIMIT), latest(address, ADDRESS_LIMIT), account)
    until = failures.locked_until(NOW)
    if until is not None:
        assert NOW < until <= NOW + timedelta(minutes=15)
    assert Failures([], [], account).locked_until(NOW) is None


def test_work_when_failures_grow_then_it_doubles_up_to_a_bound():
    def work(account):
        return Failures([], [], account).work(NOW)

    assert [work(count) for count in (0, 2)] == [None, None]
    assert EASIEST_WORK
    assert HARDEST_WORK
    assert [work(count) for count in (3, 4, 5, 6, 500)] == [50, 100, 200, 200, 200]
    office = [Failures([], [NOW] * count, 0).work(NOW) for count in (9, 10, 11)]
    assert office == [None, 50, 100]
