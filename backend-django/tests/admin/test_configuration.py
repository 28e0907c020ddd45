"""A configuration file in the admin: its plan is shown, and just that is applied."""

import csv
import io
import re
from datetime import timedelta

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.facade import forget_config_uploads
from mosaic_backend.cameras.infrastructure.models import CameraRow, ConfigurationUpload
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.shared.outbox.models import OutboxRow

SOURCE = "rtsp://user:pa55@10.0.0.1/x"
DOCUMENT = f"""\
mosaic: 1
sites: [{{name: Yard, time_zone: Europe/Berlin}}]
cameras:
  - {{key: gate, name: North gate, source_url: "{SOURCE}", recording: {{mode: continuous}}}}
  - {{key: roof, name: <b>Roof</b>, source_url: rtsp://10.0.0.2/x}}
"""
LIST = "admin:cameras_configurationupload_changelist"


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    root = User.objects.create_user("root", "correct horse battery", role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def gate(db: None) -> CameraRow:
    camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE, key="gate"))
    camera_administration().add(CameraDraft(name="Old", source_url=SOURCE, key="old"))
    OutboxRow.objects.all().delete()
    return CameraRow.objects.get(key="gate")


def upload(client: Client, text: str | bytes, name: str = "site.yaml", **fields: str) -> str:
    """The page to which it leads."""
    raw = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile(name, raw, "application/octet-stream")
    form = {"file": file, **fields}
    answer = client.post(reverse("admin:cameras_configuration_upload"), form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def apply(client: Client, page: str) -> str:
    """Presses the page's button."""
    action = re.search(r'action="([^"]+/apply/)"', page)
    expected = re.search(r'name="expected" value="(\w+)"', page)
    assert action
    assert expected
    form = {"expected": expected[1]}
    return client.post(action[1], form, follow=True).content.decode()


def lines(page: str) -> list[str]:
    return re.findall(r'data-plan-line="([^"]+)"', page)


def row_of(page: str, line: str) -> str:
    return page.split(f'data-plan-line="{line}"')[1].partition("</tbody>")[0]


def test_file_when_uploaded_then_its_plan_is_shown_and_nothing_is_done(browser, gate):
    page = upload(browser, DOCUMENT, prune="on")
    assert lines(page) == [
        "create site Yard",
        "change camera gate",
        "create camera roof",
        "delete camera old",
    ]
    change = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row_of(page, "change camera gate")))
    assert "name Gate North gate recording.mode off continuous" in change
    assert "retention_days" not in change
    assert "&lt;b&gt;Roof&lt;/b&gt;" in page
    assert "pa55" not in page
    assert CameraRow.objects.filter(deleted_at=None).count() == 2
    assert not OutboxRow.objects.exists()


def test_plan_when_applied_then_just_that_is_done_once_and_the_file_is_forgotten(browser, gate):
    page = upload(browser, DOCUMENT)
    assert "Applied: 3 changes." in apply(browser, page)
    assert set(CameraRow.objects.values_list("key", "name")) == {
        ("gate", "North gate"),
        ("roof", "<b>Roof</b>"),
        ("old", "Old"),
    }
    row = ConfigurationUpload.objects.get()
    assert (row.state, row.content, row.applied_by) == ("applied", "", "root")
    entry = AuditEntry.objects.get(action="config.applied")
    assert (entry.actor, entry.details["counts"]["create"]) == ("root", 2)
    assert "Not again: applied." in apply(browser, page)
    assert AuditEntry.objects.filter(action="config.applied").count() == 1


def test_plan_when_the_cameras_changed_meanwhile_then_refused_and_shown_anew(browser, gate):
    page = upload(browser, DOCUMENT)
    camera_administration().change(gate.id, CameraDraft(name="East gate", source_url=SOURCE))
    after = apply(browser, page)
    assert "Nothing was applied" in after
    assert "East gate" in row_of(after, "change camera gate")
    assert CameraRow.objects.get(id=gate.id).name == "East gate"
    assert not AuditEntry.objects.filter(action="config.applied").exists()
    assert "Applied: 3 changes." in apply(browser, after)


def test_plan_when_applied_without_the_digest_that_was_shown_then_refused(browser, gate):
    page = upload(browser, DOCUMENT)
    action = re.search(r'action="([^"]+/apply/)"', page)
    assert action
    for form in ({}, {"expected": "0" * 64}):
        assert "Nothing was applied" in browser.post(action[1], form, follow=True).content.decode()
    assert CameraRow.objects.count() == 2


def test_plan_when_it_can_no_longer_be_applied_then_the_faults_are_shown(browser, gate):
    document = "mosaic: 1\ncameras: [{key: gate, site: Yard}]"
    upload(browser, "mosaic: 1\nsites: [{name: Yard}]\ncameras: []")
    page = upload(browser, document)
    assert "There is no site" in page
    assert ConfigurationUpload.objects.get(state="refused").content == ""


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        (
            "x.csv",
            b"key,name,source_url\na,A,rtsp://169.254.169.254/\nb,,\n",
            ("/rows/2", "/rows/3"),
        ),
        ("x.csv", b"key,nme\na,A\n", ("no column",)),
        ("x.csv", b"key\n\xff\n", ("no CSV in UTF-8",)),
        ("x.csv", b"key\na\x00b\n", ("NUL",)),
        ("x.yaml", b"mosaic: 2", ("/mosaic",)),
        ("x.yaml", b"{{{", ("no YAML",)),
        ("x.yaml", b"", ("submitted file is empty",)),
        ("x.txt", b"mosaic: 1", ("ends in .yaml",)),
    ],
)
def test_file_when_it_is_wrong_then_every_place_is_told_and_nothing_kept(browser, name, raw, told):
    page = upload(browser, raw, name)
    assert all(word in page for word in told), page[-3000:]
    assert not CameraRow.objects.exists()
    assert "/apply/" not in page


def test_faults_when_there_are_many_then_all_of_them_as_a_file(browser):
    rows = "".join(f"k{number},,\n" for number in range(1000))
    page = upload(browser, f"key,name,source_url\n{rows}", "many.csv")
    assert "2,000" in page
    assert page.count("/rows/") == 500
    address = re.search(r'href="([^"]+faults\.csv)"', page)
    assert address
    told = list(csv.reader(io.StringIO(browser.get(address[1]).content.decode())))
    assert len(told) == 2001
    assert told[-1][0] == "/rows/1001/source_url"


def test_file_when_kept_then_its_passwords_are_encrypted_and_it_goes_after_a_day(browser, gate):
    upload(browser, DOCUMENT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT config_upload::text FROM cameras_config_upload config_upload")
        assert "pa55" not in cursor.fetchone()[0]
    assert SOURCE in ConfigurationUpload.objects.get().content
    assert forget_config_uploads(timezone.now() + timedelta(hours=23)) == 0
    assert forget_config_uploads(timezone.now() + timedelta(hours=25)) == 1


@pytest.mark.parametrize("role", ["operator", "reviewer", "viewer"])
def test_pages_when_not_an_administrator_then_kept_out(db, role):
    User.objects.create_user("x", "correct horse battery", role=role, given_verbs=["configure"])
    client = Client()
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    for name in ("upload", "export"):
        answer = client.post(reverse(f"admin:cameras_configuration_{name}"), {"format": "yaml"})
        assert (answer.status_code, "/login/" in answer.headers["Location"]) == (302, True)
    assert client.get(reverse(LIST)).status_code == 302
    assert not AuditEntry.objects.filter(action="config.exported").exists()


def test_pages_when_the_form_has_no_token_then_refused(gate):
    client = Client(enforce_csrf_checks=True)
    root = User.objects.create_user("root", "correct horse battery", role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("admin:cameras_configuration_export"), {"format": "yaml"})
    assert answer.status_code == 403
    assert client.get(reverse("admin:cameras_configuration_export")).status_code == 404


@pytest.mark.parametrize(("secret", "there"), [("", False), ("on", True)])
def test_export_when_taken_then_it_can_be_applied_again_and_is_audited(
    browser, gate, secret, there
):
    form = {"format": "yaml", **({"with_credentials": secret} if secret else {})}
    answer = browser.post(reverse("admin:cameras_configuration_export"), form)
    text = answer.content.decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mosaic.yaml"'
    assert {camera["key"] for camera in yaml.safe_load(text)["cameras"]} == {"gate", "old"}
    assert ("pa55" in text) is there
    entry = AuditEntry.objects.get(action="config.exported")
    assert (entry.actor, entry.details["with_credentials"]) == ("root", there)
    assert "Nothing to do" in upload(browser, text)


def test_export_when_csv_then_cameras_only(browser, gate):
    answer = browser.post(reverse("admin:cameras_configuration_export"), {"format": "csv"})
    assert answer.content.decode().startswith("key,name,source_url")
    assert "Nothing to do" in upload(browser, answer.content, "mosaic.csv")
