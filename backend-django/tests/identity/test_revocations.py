"""What the other services hear of users whose access tokens are void."""

from datetime import UTC, datetime, timedelta

import pytest
from rest_framework.test import APIClient

from mosaic_backend.config.environment import environment
from mosaic_backend.identity.infrastructure.models import AccessRevocation, User
from mosaic_backend.identity.infrastructure.revocations import revoked
from mosaic_backend.shared.access_keys import key_set
from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import Revocations
from mosaic_platform.access_tokens import checked, voided
from mosaic_platform.service_tokens import ServiceTokenSigner

URL = "/internal/v1/revocations"


@pytest.fixture
def streaming(db):
    return APIClient(headers=ServiceTokenSigner("streaming", environment().secrets_dir).header())


def told(answer):
    assert answer.status_code == 200
    items = Revocations.model_validate_json(answer.content).items
    return {item.user_id: item.until for item in items}


def test_revocations_when_a_user_signs_out_everywhere_then_told_until_then_and_not_after(
    streaming, client, user, sign_in
):
    assert user.id not in told(streaming.get(URL))
    before = sign_in().json()["access"]
    client.post("/api/v1/auth/logout-everywhere", headers={"Authorization": f"Bearer {before}"})
    until = told(streaming.get(URL))[user.id]
    after = sign_in().json()["access"]
    assert voided(checked(before, key_set()).issued_at, until)
    assert not voided(checked(after, key_set()).issued_at, until)


def test_revocations_when_a_user_is_deactivated_demoted_or_deleted_then_told(streaming, user):
    seen = set()
    for change in (
        lambda row: row.update(is_active=False),
        lambda row: row.update(role="viewer"),
        lambda row: row.delete(),
    ):
        change(User.objects.filter(id=user.id))
        seen.add(told(streaming.get(URL))[user.id])
    assert len(seen) == 3


def test_revocations_when_nothing_changed_then_304_and_when_something_did_then_all_again(
    streaming, user, django_assert_num_queries
):
    User.objects.filter(id=user.id).update(role="viewer")
    first = streaming.get(URL)
    same = {"If-None-Match": first["ETag"]}
    with django_assert_num_queries(1):
        again = streaming.get(URL, headers=same)
    assert (again.status_code, again.content) == (304, b"")
    # As a long transaction does it: committed last, but not the latest.
    late = AccessRevocation.objects.create(
        user_id=new_id(), valid_from=datetime.now(UTC) - timedelta(minutes=2)
    )
    assert set(told(streaming.get(URL, headers=same))) == {user.id, late.user_id}


def test_revocations_when_older_than_a_day_then_not_told_any_more(streaming):
    now = datetime.now(UTC)
    old, young = (
        AccessRevocation.objects.create(user_id=new_id(), valid_from=now - timedelta(hours=hours))
        for hours in (25, 23)
    )
    assert set(told(streaming.get(URL))) == {young.user_id}
    assert revoked(old.user_id, old.valid_from)


@pytest.mark.parametrize(("shift_us", "void"), [(-1, True), (0, True), (1, False)])
def test_revoked_when_the_token_is_of_the_very_instant_then_it_counts_as_before(db, shift_us, void):
    row = AccessRevocation.objects.create(user_id=new_id(), valid_from=datetime.now(UTC))
    assert revoked(row.user_id, row.valid_from + timedelta(microseconds=shift_us)) is void
