"""Kong's configuration from the API clients. No Kong runs here; a stand-in takes what it would be given."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from jsonschema import Draft202012Validator

from mosaic_backend.config.environment import environment
from mosaic_backend.partners.domain.api_key import digest_of
from mosaic_backend.partners.infrastructure import keys, kong
from mosaic_backend.partners.infrastructure.models import ApiClient, ApiKey, Plan
from mosaic_contracts.errors import UnavailableError
from partners.receivers import Receiver

Make = Callable[..., ApiClient]
FOLDER = Path(__file__).resolve().parents[3] / "kong"
NOW = datetime.now(UTC)


def exported() -> str:
    out = StringIO()
    call_command("export_kong", stdout=out)
    return out.getvalue()


def test_file_when_there_are_no_clients_then_that_of_the_repository(db: None) -> None:
    assert exported() == (FOLDER / "kong.yml").read_text()


def test_file_when_there_are_clients_then_their_valid_keys_as_digests_and_it_fits_the_schema(
    api_client: Make,
) -> None:
    row, inactive = api_client(), api_client()
    valid, revoked = keys.issue(row, "root"), keys.issue(row, "root")
    keys.issue(row, "root", NOW - timedelta(days=1))
    keys.issue(inactive, "root")
    ApiClient.objects.filter(id=inactive.id).update(is_active=False)
    keys.revoke(ApiKey.objects.get(prefix=revoked.prefix).id)
    Plan.objects.update(per_second=7, per_minute=70)
    text = exported()
    document = yaml.safe_load(text)
    schema = json.loads((FOLDER / "schema.json").read_text())
    assert list(Draft202012Validator(schema).iter_errors(document)) == []
    (consumer,) = document["consumers"]
    assert consumer["username"] == str(row.id)
    assert consumer["keyauth_credentials"] == [{"key": digest_of(valid.text)}]
    assert valid.text[-43:] not in text
    limits = next(
        each["config"]
        for each in document["services"][0]["plugins"]
        if each["name"] == "rate-limiting"
    )
    assert (limits["second"], limits["minute"]) == (7, 70)


def test_kong_when_clients_change_then_it_gets_its_configuration_once_and_again_after_a_failure(
    api_client: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = Receiver()
    monkeypatch.setattr(kong, "_pushed", [])
    address = stand_in.url.removesuffix("/hook")
    assert kong.push(NOW) == 0
    monkeypatch.setitem(environment().__dict__, "kong_admin_url", address)
    stand_in.answer = lambda _: 500
    with pytest.raises(UnavailableError):
        kong.push(NOW)
    stand_in.answer = lambda _: 201
    assert [kong.push(NOW) for _ in range(2)] == [1, 0]
    keys.issue(api_client(), "root")
    assert kong.push(NOW) == 1
    assert stand_in.got[-1].event == {"config": exported()}
    stand_in.close()
