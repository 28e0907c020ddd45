import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from event_factories import detection, plate_read

from mosaic_backend.alerts.infrastructure.models import WatchListEntry
from mosaic_backend.detections.facade import store_detections, store_plate_reads
from mosaic_backend.identity.infrastructure.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    client = Client()
    account = {"username": "root", "password": "correct horse battery"}
    User.objects.create_user(*account.values(), role="admin")
    assert client.post("/admin/login/", {**account, "next": "/admin/"}).status_code == 302
    return client


def test_plate_read_then_shown_with_its_crops(browser: Client) -> None:
    store = Path(urlsplit(os.environ["MOSAIC_EVIDENCE_URL"]).path)
    (store / "crop.jpg").write_bytes(b"\xff\xd8")
    read = plate_read("AB-123", images={"plate": "crop.jpg", "scene": "gone.jpg"})
    store_plate_reads([read])
    store_detections([frame := detection()])
    found = browser.get("/admin/detections/plateread/", {"q": "аb 1"}).content.decode()
    assert "AB-123" in found
    page = browser.get(f"/admin/detections/plateread/{read.read_id}/change/")
    assert page.status_code == 200
    picture = f"/admin/detections/plateread/{read.read_id}/plate.jpg"
    assert picture in page.content.decode()
    assert browser.get(picture).content == b"\xff\xd8"
    for kind in ("scene", "vehicle"):
        address = f"/admin/detections/plateread/{read.read_id}/{kind}.jpg"
        assert browser.get(address).status_code == 404
    assert Client().get(picture).status_code == 302
    seen = frame.detections[0].detection_id
    assert browser.get(f"/admin/detections/detection/{seen}/change/").status_code == 200


def test_watchlist_when_edited_in_admin_then_entries_are_folded(browser: Client) -> None:
    def save(*texts: str, name: str) -> int:
        fields = {"name": name, "severity": "warning", "enabled": "on", "armed": "on"}
        fields |= {"all_cameras": "on", "min_likelihood": "0.025", "cooldown_s": "0"}
        fields |= {"entries-TOTAL_FORMS": str(len(texts)), "entries-INITIAL_FORMS": "0"}
        fields |= {f"entries-{n}-text": text for n, text in enumerate(texts)}
        return browser.post("/admin/alerts/watchlist/add/", fields).status_code

    assert save("аb-12", "cd 34", name="Guests") == 302
    assert set(WatchListEntry.objects.values_list("folded", flat=True)) == {"AB12", "CD34"}
    assert save("ab 12", "AB12", name="Twice") == 200
    assert save("--", name="Nothing") == 200
    assert WatchListEntry.objects.count() == 2
