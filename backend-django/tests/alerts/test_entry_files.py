"""Watch lists as CSV files."""

import csv
import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from rest_framework.test import APIClient

from mosaic_backend.alerts.application.entry_lines import COLUMNS, Faults, csv_of, lines_of
from mosaic_backend.alerts.infrastructure.models import WatchList, WatchListEntry
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.shared.plate_protection import state


@pytest.fixture
def path(admin: APIClient) -> str:
    return f"/api/v1/watchlists/{WatchList.objects.create(name='Stolen').id}"


def send(admin: APIClient, path: str, body: str | bytes, **query: str) -> Any:
    given = body.encode() if isinstance(body, str) else body
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return admin.generic("POST", f"{path}/import?{asked}", given, content_type="text/csv")


def fetched(admin: APIClient, path: str) -> str:
    answer: Any = admin.get(f"{path}/entries.csv")
    assert answer.status_code == 200

    async def read() -> bytes:
        return b"".join([part async for part in answer.streaming_content])

    return async_to_sync(read)().decode()


@pytest.mark.django_db
def test_import_when_it_is_the_first_that_the_process_does_then_it_ends(
    admin: APIClient, path: str
) -> None:
    """In which form plates are stored it has not asked yet, and cannot ask while lines are copied."""
    state.forget_state()
    assert send(admin, path, "text\nAB123\nCD456\n").json()["added"] == 2


@pytest.mark.django_db(transaction=True)
def test_file_when_exported_and_imported_again_then_the_same_and_no_formula(
    admin: APIClient, path: str
) -> None:
    bad = '=HYPERLINK("http://x")'
    rows = [
        ["AB 12", bad, "2026-11-20", ""],
        ["@CD-34", "blue; van\nleft", "", "2027-01-01T08:00:00+01:00"],
    ]
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *rows])
    done = send(admin, path, "\ufeff" + text.getvalue())
    assert done.json() == {
        **{"lines": 2, "added": 2, "changed": 0, "removed": 0, "bad": 0, "faults": []}
    }
    out = fetched(admin, path)
    told = list(csv.reader(io.StringIO(out)))
    assert (told[1][1], told[2][0]) == ("'" + bad, "'@CD-34")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in told for cell in row)
    again = send(admin, path, out, replace="true").json()
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, 0)
    assert set(WatchListEntry.objects.values_list("text", "note")) == {
        ("AB 12", bad),
        ("@CD-34", "blue; van\nleft"),
    }
    entry = AuditEntry.objects.filter(action="watchlist.imported").earliest("id")
    assert (entry.details["added"], len(entry.details["sha256"])) == (2, 64)


BAD = (
    b"text;note;valid_from\r\n"
    b"AB12;fine;\r\n"
    b"--;no plate;\r\n"
    b"ab-12;again;\r\n"
    b"CD34;\xff;\r\n"
    b"EF56;soon;tomorrow\r\n"
    b"GH78;many;;;\r\n"
    b"\r\n" + b"K" * 20_000 + b"\r\n"
    b"IJ90;;2026-11-20"
)


def test_bad_lines_when_all_or_good_are_wanted_then_told_by_number_and_kept_accordingly(
    admin: APIClient, path: str
) -> None:
    refused = send(admin, path, BAD)
    assert refused.status_code == 400
    errors = {error["pointer"]: error["code"] for error in refused.json()["errors"]}
    assert errors == {
        "/lines/3": "plate",
        "/lines/4": "twice",
        "/lines/5": "encoding",
        "/lines/6": "valid_from",
        "/lines/7": "columns",
        "/lines/9": "too-long",
    }
    assert not WatchListEntry.objects.exists()
    kept = send(admin, path, BAD, mode="good").json()
    assert (kept["lines"], kept["added"], kept["bad"]) == (2, 2, 6)
    assert [fault["line"] for fault in kept["faults"]] == [3, 4, 5, 6, 7, 9]
    assert set(WatchListEntry.objects.values_list("folded", flat=True)) == {"AB12", "IJ90"}
    assert send(admin, path, "text,note\nab 12,new\n", replace="true").json()["changed"] == 1
    assert WatchListEntry.objects.get().note == "new"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "AB12\n",
        "plate,note\n",
        "text,text\n",
        "text,colour\n",
        "text\nA1\n".encode("utf-16"),
        b"\x00",
    ],
)
def test_file_when_it_is_none_then_a_problem(admin: APIClient, path: str, body: Any) -> None:
    assert send(admin, path, body).status_code == 400


def test_import_when_asked_wrongly_then_a_problem(admin: APIClient, path: str) -> None:
    assert send(admin, path, "text\nA1\n", mode="some").status_code == 400
    assert send(admin, path, "text\nA1\n", replaced="true").status_code == 400
    assert admin.post(f"{path}/import", {"text": "A1"}).status_code == 415
    assert send(admin, path[:-1] + "0", "text\nA1\n").status_code in {200, 404}


def test_long_file_when_read_then_a_line_at_a_time_is_held(tmp_path: Path) -> None:
    path, faults = tmp_path / "long.csv", Faults()
    rows = [(f"AB{n:06}", "stolen", None, None) for n in range(100_000)]
    path.write_text(csv_of(rows, header=True))
    del rows
    with path.open("rb") as file:
        tracemalloc.start()
        number = sum(1 for _ in lines_of(file, bool, faults))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (number, faults.number) == (100_000, 0)
    assert peak < 1 << 20


def test_import_when_a_list_has_many_then_added_changed_and_removed_in_one_go(
    admin: APIClient, path: str
) -> None:
    def body(numbers: range, note: str) -> str:
        return csv_of(((f"AB{n:06}", note, None, None) for n in numbers), header=True)

    assert send(admin, path, body(range(3000), "")).json()["added"] == 3000
    done = send(admin, path, body(range(1000, 4000), "new"), replace="true").json()
    assert (done["added"], done["changed"], done["removed"]) == (1000, 2000, 1000)
    assert admin.get(path).json()["entry_count"] == 3000
