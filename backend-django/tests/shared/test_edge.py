"""The HTTP edge: problems, request ids, probes, the document."""

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from mosaic_backend.shared.http import probes
from mosaic_backend.shared.http.pagination import cursor_of, id_of
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.ids import new_id


@pytest.mark.django_db
def test_models_when_compared_with_their_migrations_then_the_same():
    call_command("makemigrations", "--check", "--dry-run")


@given(st.uuids())
def test_cursor_when_made_then_read_back(identifier):
    assert id_of(cursor_of(identifier)) == identifier


@given(st.text(max_size=60))
def test_cursor_when_not_ours_then_refused_or_the_same(text):
    try:
        identifier = id_of(text)
    except InvalidInputError:
        return
    assert cursor_of(identifier) == text


def test_unknown_path_when_asked_then_problem_with_request_id():
    answer = APIClient().get("/api/v1/nothing", headers={"X-Request-ID": "abc-1"})
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["X-Request-ID"] == answer.json()["request_id"] == "abc-1"


@pytest.mark.parametrize("given_id", ["", "a b", "x" * 65, "a\tb"])
def test_request_id_when_odd_then_replaced(given_id):
    answer = APIClient().get("/health", headers={"X-Request-ID": given_id})
    assert answer["X-Request-ID"] != given_id


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b"{", 400),
        ("application/json", b"\xff", 400),
        ("application/json", b"[" * 200_000, 400),
        ("application/json", b'{"name": "\\ud800", "source_url": "rtsp://10.0.0.1/"}', 400),
        ("text/plain", b"x", 415),
        ("application/json", b'"' + b"x" * (2 << 20) + b'"', 413),
    ],
)
def test_body_when_unusable_then_a_problem(admin, content_type, body, status):
    answer = admin.generic("POST", "/api/v1/cameras", body, content_type=content_type)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_method_when_not_there_then_405(admin):
    answer = admin.delete("/api/v1/cameras")
    assert answer.status_code == 405
    assert answer.json()["code"] == "method-not-allowed"


def test_crash_when_nobody_foresaw_it_then_500_says_nothing(admin, monkeypatch):
    from mosaic_backend.cameras.interfaces import views

    def crash(*_: object) -> None:
        raise RuntimeError("rtsp://user:secret@host")

    monkeypatch.setattr(views, "visible_rows", crash)
    answer = admin.get("/api/v1/cameras")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert answer.json()["code"] == "internal-error"


@pytest.mark.django_db
def test_page_when_the_database_is_away_then_503_as_from_the_api():
    def away(*_: object) -> None:
        raise OperationalError("couldn't get a connection after 5.00 sec")

    browser = Client(raise_request_exception=False)
    with connection.execute_wrapper(away):
        answer = browser.post("/admin/login/", {"username": "ann", "password": "secret"})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "connection" not in answer.content.decode()


@pytest.fixture
def probe(monkeypatch):
    """What /ready asks the database by; its connection is closed at the end."""
    fresh = probes.DatabaseProbe()
    monkeypatch.setattr(probes, "_database", fresh)
    yield fresh
    fresh.close()


@pytest.mark.usefixtures("probe")
@pytest.mark.django_db
def test_ready_when_only_the_database_is_up_then_200_and_the_others_are_told():
    answer = APIClient().get("/ready")
    assert answer.status_code == 200
    checks = answer.json()["checks"]
    assert checks["database"] == "ok"
    assert checks["redis"].startswith("unavailable")
    assert checks["rabbitmq"].startswith("unavailable")


@pytest.mark.usefixtures("probe")
@pytest.mark.django_db(transaction=True)
def test_ready_when_its_connection_was_cut_then_by_a_new_one_at_once():
    def connected() -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE datname = current_database() AND backend_type = 'client backend'"
            )
            return {pid for [pid] in cursor.fetchall()}

    before = connected()
    assert APIClient().get("/ready").status_code == 200
    [own] = connected() - before
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [own])
        assert cursor.fetchone() == (True,)
    assert APIClient().get("/ready").status_code == 200


@pytest.mark.usefixtures("probe")
@pytest.mark.django_db
def test_ready_when_the_database_is_away_then_503(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    answer = APIClient().get("/ready")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert answer.json()["checks"]["database"] == "unavailable (OperationalError)"


@pytest.mark.django_db
def test_metrics_when_asked_then_routes_are_templates():
    client = APIClient()
    client.get(f"/api/v1/cameras/{new_id()}")
    text = client.get("/metrics").content.decode()
    assert 'route="api/v1/cameras/<uuid:camera_id>"' in text
    assert "mosaic_backend_outbox_depth" in text


def test_openapi_when_generated_then_the_committed_document_is_the_same():
    call_command("export_openapi", "--check")


def test_docs_when_opened_then_everything_comes_from_here():
    page = APIClient().get("/api/docs").content.decode()
    assert "/static/drf_spectacular_sidecar/" in page
    assert "https://" not in page
