"""Keys: minted, kept as digests, changed with an overlap, ended at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.partners.domain.api_key import digest_of, fits, mint, prefix_of
from mosaic_backend.partners.infrastructure import keys
from mosaic_backend.partners.infrastructure.models import ApiClient, ApiKey
from mosaic_contracts.errors import ConflictError, UnauthenticatedError
from mosaic_contracts.permissions import Verb

Make = Callable[..., ApiClient]
NOW = datetime.now(UTC)


@pytest.mark.parametrize(("sandbox", "begins"), [(False, "mk_live_"), (True, "mk_test_")])
def test_key_when_minted_then_long_random_and_told_by_its_prefix(sandbox: bool, begins: str):
    one, other = mint(sandbox=sandbox), mint(sandbox=sandbox)
    assert one.text.startswith(begins + one.prefix)
    assert one.text != other.text
    assert len(one.text.rpartition(one.prefix + "_")[2]) == 43  # 256 bits
    assert prefix_of(one.text) == one.prefix
    assert one.text not in repr(one)
    assert fits(one.text, one.digest)
    assert not fits(other.text, one.digest)
    assert not fits(one.text, None)


@given(st.text(max_size=80))
def test_prefix_when_the_text_is_no_key_then_none(text: str):
    assert prefix_of(text) is None


def test_key_when_issued_then_nothing_of_it_rests_in_the_database(api_client: Make):
    minted = keys.issue(api_client(), "root")
    secret = minted.text[-43:]
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(k)::text FROM partners_apikey k")
        assert secret[:20] not in str(cursor.fetchall())
    assert ApiKey.objects.get().digest == digest_of(minted.text)


def test_client_when_its_key_is_shown_then_known_with_what_it_may(api_client: Make):
    row = api_client(scopes=["plates", "webhooks"])
    client = keys.client_of(keys.issue(row, "root").text, NOW)
    assert (client.id, client.scopes) == (row.id, {"plates", "webhooks"})
    assert client.principal.may(Verb.SEARCH)
    assert not any(client.principal.may(verb) for verb in set(Verb) - {Verb.SEARCH})


@pytest.mark.parametrize("spoil", ["", "x", "mk_live_0123456789ab_" + "A" * 43, "\u00e9" * 30])
def test_key_when_it_is_none_then_refused(api_client: Make, spoil: str):
    api_client()
    with pytest.raises(UnauthenticatedError):
        keys.client_of(spoil, NOW)


def test_key_when_the_secret_is_of_another_key_then_refused(api_client: Make):
    one, other = (keys.issue(api_client(), "root") for _ in range(2))
    mixed = f"mk_live_{one.prefix}_{other.text.rpartition('_')[2]}"
    # The separator may stand in the secret too; whatever this made is not `one`.
    assert mixed != one.text
    with pytest.raises(UnauthenticatedError):
        keys.client_of(mixed, NOW)


def test_key_when_revoked_expired_or_its_client_is_inactive_then_refused(api_client: Make):
    row = api_client()
    revoked, expired, other = (
        keys.issue(row, "root"),
        keys.issue(row, "root", NOW - timedelta(seconds=1)),
        keys.issue(row, "root"),
    )
    assert keys.revoke(ApiKey.objects.get(prefix=revoked.prefix).id)
    for dead in (revoked, expired):
        with pytest.raises(UnauthenticatedError):
            keys.client_of(dead.text, NOW)
    assert keys.client_of(other.text, NOW)
    ApiClient.objects.update(is_active=False)
    with pytest.raises(UnauthenticatedError):
        keys.client_of(other.text, NOW)


def test_key_when_changed_for_a_new_one_then_both_go_until_the_overlap_ends(api_client: Make):
    old = keys.issue(api_client(), "root")
    row = ApiKey.objects.get()
    new = keys.rotate(row.id, "root", timedelta(hours=1))
    for key in (old, new):
        assert keys.client_of(key.text, datetime.now(UTC))
    later = datetime.now(UTC) + timedelta(hours=1, seconds=1)
    assert keys.client_of(new.text, later)
    with pytest.raises(UnauthenticatedError):
        keys.client_of(old.text, later)
    keys.revoke(row.id)
    with pytest.raises(ConflictError):
        keys.rotate(row.id, "root", timedelta(hours=1))


def test_key_when_changed_and_it_ends_sooner_anyway_then_it_does(api_client: Make):
    ends = datetime.now(UTC) + timedelta(minutes=1)
    keys.issue(api_client(), "root", ends)
    keys.rotate(ApiKey.objects.get().id, "root", timedelta(hours=1))
    assert ApiKey.objects.order_by("created_at")[0].expires_at == ends
