"""Imports of anything: applied whole or not at all, with a problem that points there; never an error of ours."""

import csv
import io
from typing import Any

import pytest
import yaml
from cameras.test_config import DOCUMENT, send
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from mosaic_backend.cameras.infrastructure.config_reading import FORMULA_STARTS
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, Schedule, Site

pytestmark = pytest.mark.django_db
COLUMNS = ["key", "name", "source_url", "enabled", "tags", "retention_days", "group", "x"]
INJECTIONS = [
    "'; DROP TABLE cameras_camerarow; --",
    "{{ 7*7 }}{% debug %}${7*7}",
    "<script>alert(1)</script>",
    '=HYPERLINK("https://example.org")',
    "x\r\nSet-Cookie: a=b",
    "../../etc/passwd",
]
cells = st.one_of(
    st.text(max_size=20),
    st.sampled_from([*INJECTIONS, "rtsp://10.0.0.1/x", "true", "7", "-1", "a", "b", ""]),
)
tables = st.tuples(
    st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=6),
    st.lists(st.lists(cells, max_size=7), max_size=5),
)
things = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | cells,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(cells, inner, max_size=3),
    max_leaves=8,
)
any_number = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def kept() -> list[int]:
    return [model.objects.count() for model in (Site, CameraGroup, Schedule, CameraRow)]


def check(answer: Any, before: list[int]) -> None:
    assert answer.status_code in {200, 400}, answer.content[:500]
    if answer.status_code == 400:
        body = answer.json()
        assert answer["Content-Type"] == "application/problem+json"
        assert body["errors"] or body["detail"]
        assert kept() == before


@any_number
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@pytest.mark.parametrize("kind", ["text/csv", "application/yaml"])
def test_import_when_any_bytes_then_refused_and_nothing_is_kept(
    admin: APIClient, kind: str, body: bytes
) -> None:
    before = kept()
    check(send(admin, "apply", body, kind=kind), before)


@any_number
@given(tables)
def test_csv_when_any_table_then_whole_or_not_at_all(
    admin: APIClient, table: tuple[list[str], list[list[str]]]
) -> None:
    before, out = kept(), io.StringIO(newline="")
    csv.writer(out).writerows([table[0], *table[1]])
    check(send(admin, "apply", out.getvalue(), kind="text/csv"), before)


@any_number
@given(st.sampled_from(["mosaic", "sites", "groups", "schedules", "cameras", "x"]), things)
def test_yaml_when_a_part_is_anything_then_whole_or_not_at_all(
    admin: APIClient, part: str, thing: Any
) -> None:
    before = kept()
    document = {**yaml.safe_load(DOCUMENT), part: thing}
    check(send(admin, "apply", yaml.safe_dump(document, allow_unicode=True)), before)


@pytest.mark.parametrize("text", INJECTIONS)
def test_import_when_names_are_injections_then_stored_as_text(admin: APIClient, text: str) -> None:
    out = io.StringIO(newline="")
    # As the export writes it: a leading quote makes a text of what a spreadsheet would take for a formula.
    quoted = f"'{text}" if text.startswith(FORMULA_STARTS) else text
    row = ["a", quoted, "rtsp://10.0.0.1/x"]
    csv.writer(out).writerows([["key", "name", "source_url"], row])
    answer = send(admin, "apply", out.getvalue(), kind="text/csv")
    if answer.status_code == 400:
        assert "\r\n" in text  # no name has lines
        assert not CameraRow.objects.exists()
        return
    assert CameraRow.objects.get().name == text
    assert [item["name"] for item in admin.get("/api/v1/cameras").json()["items"]] == [text]
