"""kong/kong.yml fits kong/schema.json. No Kong runs here: docs/reference/kong.md says what that leaves open."""

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from .compose_file import ROOT, SERVICES, environment, words

Document = dict[str, Any]
SCHEMA: Document = json.loads((ROOT / "kong/schema.json").read_text())
KONG: Document = yaml.safe_load((ROOT / "kong/kong.yml").read_text())


def plugin(document: Document, name: str) -> Document:
    everywhere = [*document["plugins"], *document["services"][0]["plugins"]]
    found: Document = next(each for each in everywhere if each["name"] == name)
    return found


def errors(document: Document) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_file_fits_the_schema() -> None:
    assert errors(KONG) == []


def misspell_a_setting(document: Document) -> None:
    plugin(document, "rate-limiting")["config"]["minutes"] = 300


def use_an_unknown_plugin(document: Document) -> None:
    document["plugins"].append({"name": "key-authentication"})


def limit_without_a_window(document: Document) -> None:
    for window in ("second", "minute"):
        del plugin(document, "rate-limiting")["config"][window]


def count_in_redis_without_one(document: Document) -> None:
    del plugin(document, "rate-limiting")["config"]["redis"]


def write_the_password_down(document: Document) -> None:
    plugin(document, "rate-limiting")["config"]["redis"]["password"] = "plain"


def take_keys_from_the_query(document: Document) -> None:
    plugin(document, "key-auth")["config"]["key_in_query"] = True


def keep_a_plain_key(document: Document) -> None:
    credential = {"key": "partner-secret"}
    document["consumers"].append({"username": "partner", "keyauth_credentials": [credential]})


def allow_and_deny(document: Document) -> None:
    plugin(document, "acl")["config"]["deny"] = ["others"]


def forget_the_paths(document: Document) -> None:
    del document["services"][0]["routes"][0]["paths"]


def claim_another_version(document: Document) -> None:
    document["_format_version"] = "1.1"


@pytest.mark.parametrize(
    "spoil",
    [
        misspell_a_setting,
        use_an_unknown_plugin,
        limit_without_a_window,
        count_in_redis_without_one,
        write_the_password_down,
        take_keys_from_the_query,
        keep_a_plain_key,
        allow_and_deny,
        forget_the_paths,
        claim_another_version,
    ],
)
def test_a_spoilt_file_does_not_fit(spoil: Callable[[Document], None]) -> None:
    document = copy.deepcopy(KONG)
    spoil(document)
    assert errors(document)


def test_a_consumer_with_a_digest_fits() -> None:
    document = copy.deepcopy(KONG)
    document["consumers"].append(
        {
            "username": "partner",
            "acls": [{"group": "partners"}],
            "keyauth_credentials": [{"key": "0" * 64}],
        }
    )
    assert errors(document) == []


def test_every_plugin_stands_once_in_its_place() -> None:
    for plugins in (KONG["plugins"], KONG["services"][0]["plugins"]):
        names = [each["name"] for each in plugins]
        assert len(names) == len(set(names))


def test_secrets_come_from_variables_that_compose_gives() -> None:
    given = environment(SERVICES["kong"])
    references = [
        name for text in words(KONG) for name in re.findall(r"\{vault://env/([^}]+)\}", text)
    ]
    assert references
    for name in references:
        assert name.upper().replace("-", "_") in given


def test_kong_reaches_what_it_leads_to() -> None:
    hosts = [re.split(r"[:/]+", KONG["services"][0]["url"])[1]]
    hosts.append(plugin(KONG, "rate-limiting")["config"]["redis"]["host"])
    for host in hosts:
        assert set(SERVICES["kong"]["networks"]) & set(SERVICES[host]["networks"])


def test_the_page_names_every_plugin() -> None:
    page = (ROOT / "docs/reference/kong.md").read_text()
    listed = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    used = [each["name"] for each in [*KONG["services"][0]["plugins"], *KONG["plugins"]]]
    assert listed == used
    assert "No Kong ran in tests" in page
