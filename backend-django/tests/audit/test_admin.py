"""The audit log in the admin, and as a file."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.audit import facade
from mosaic_backend.audit.application.table import COLUMNS, csv_lines, json_lines
from mosaic_backend.audit.infrastructure import batches
from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.identity.infrastructure.models import User

LIST = "admin:audit_auditentry_changelist"
INJECTION = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'; DROP TABLE x; --", "<script>", "{{7*7}}"]


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    client.force_login(
        User.objects.create_user("root", "correct horse battery", role="admin"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


async def whole(answer: StreamingHttpResponse) -> bytes:
    return b"".join([part async for part in answer])


def row(**fields: object) -> dict:
    return dict.fromkeys(COLUMNS, "") | fields


@given(st.text(max_size=40))
def test_csv_when_a_cell_looks_like_a_formula_then_no_spreadsheet_takes_it_for_one(text):
    cell = next(csv.reader(io.StringIO(csv_lines([row(actor=text)]), newline="")))[4]
    assert cell in {text, f"'{text}"}
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.text(max_size=40))
def test_json_lines_when_written_then_each_is_read_back_as_it_was(text):
    [line] = json_lines([row(actor=text, at=datetime(2026, 1, 1, tzinfo=UTC))]).split("\n")[:-1]
    assert json.loads(line)["actor"] == text
    assert json.loads(line)["at"] == "2026-01-01T00:00:00+00:00"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_export_when_the_list_is_filtered_then_the_file_is_too_whole_and_audited(
    browser, form, monkeypatch
):
    monkeypatch.setattr(batches, "BATCH", 3)
    for number in range(8):
        facade.record("ann" if number % 8 else "bob", "x.done", f"x:{number}")
    path = reverse("admin:audit_auditentry_export", args=[form])
    answer = browser.get(path, {"q": "ann"})
    text = async_to_sync(whole)(answer).decode()
    lines = text.splitlines()
    assert len(lines) == 7 + (form == "csv")
    assert "bob" not in text
    assert AuditEntry.objects.get(action="audit.exported").details == {"format": form, "q": "ann"}
    assert browser.get(reverse("admin:audit_auditentry_export", args=["exe"])).status_code == 404


@pytest.mark.parametrize("text", INJECTION)
def test_entry_when_it_holds_an_injection_then_shown_as_text(browser, text):
    facade.record(text, "x.done", text, {"text": text}, reason=text, before={"a": text})
    for path in (
        reverse(LIST),
        reverse("admin:audit_auditentry_change", args=[AuditEntry.objects.latest("id").pk]),
    ):
        page = browser.get(path).content.decode()
        assert "<script>" not in page.replace("<script ", "")
        if text == "{{7*7}}":
            assert text in page
    assert browser.get(reverse(LIST), {"q": text}).status_code == 200


def test_list_when_filtered_then_only_what_was_asked_for(browser):
    facade.record("ann", "camera.changed", "camera:1", reason="moved")
    facade.record("system", "user.created", "user:1")
    for query, shown in [
        ({"action": "camera.changed"}, "camera:1"),
        ({"actor_kind__exact": "system"}, "user:1"),
        ({"q": "moved"}, "camera:1"),
        ({"at_from_0": "2020-01-01", "at_from_1": "00:00"}, "camera:1"),
    ]:
        page = browser.get(reverse(LIST), query).content.decode()
        assert shown in page, query
    assert "camera:1" not in browser.get(reverse(LIST), {"action": "user.created"}).content.decode()


def test_policy_when_switched_on_then_audited_with_before_and_after(browser):
    AuditPolicy.objects.create()
    browser.post(reverse("admin:audit_auditpolicy_change", args=[1]), {"plate_search_reason": "on"})
    entry = AuditEntry.objects.get(action="audit_policy.changed")
    assert (entry.before, entry.after) == (
        {"plate_search_reason": False},
        {"plate_search_reason": True},
    )


@pytest.mark.django_db
def test_commands_when_run_then_they_tell_the_state_and_write_all(capsys):
    for number in range(3):
        facade.record("ann", "x.done", f"x:{number}")
    call_command("audit_export", "jsonl")
    assert [json.loads(line)["subject"] for line in capsys.readouterr().out.splitlines()] == [
        "x:0",
        "x:1",
        "x:2",
    ]
    call_command("audit_verify", "--json")
    assert json.loads(capsys.readouterr().out)["entries"] == 3
