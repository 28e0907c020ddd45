"""What is found in a town of which the truth is known."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from mosaic_backend.cameras.infrastructure.models import CameraRow, CameraStatusChange
from mosaic_backend.detections import facade as detections
from mosaic_backend.journeys import facade as journeys
from mosaic_backend.journeys.infrastructure.models import TravelTimeRow
from mosaic_contracts.events import PlateRead
from mosaic_contracts.ids import new_id

from .town import Town, Trip, commuters, trips

TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
DAYS = [TODAY - timedelta(days=ago) for ago in range(12, 1, -1)]
LAST_DAY = TODAY - timedelta(days=1)
COMMUTERS = 70
FOLLOWED, FOLLOWER = 3, 17


@dataclass(frozen=True)
class Lived:
    """last: the trips of the last day, on which one camera was out."""

    town: Town
    plates: list[str]
    last: list[Trip]
    out: UUID


def tell(reads: list[PlateRead]) -> None:
    """As the consumer does."""
    for start in range(0, len(reads), 1000):
        some = reads[start : start + 1000]
        detections.store_plate_reads(some)
        journeys.note_plate_reads(some, some[-1].seen_at)


def learn_all() -> int:
    learned = 0
    while done := journeys.learn_journeys(datetime.now(UTC)):
        learned += done
    return learned


def live() -> Lived:
    town = Town(seed=7)
    for number, camera in enumerate(town.cameras):
        CameraRow.objects.create(
            id=camera, name=f"Gate {number}", source_url="rtsp://10.0.0.9/1", revision=1
        )
    people = commuters(town, COMMUTERS)
    driven = [trip for each in people for trip in trips(town, each, DAYS)]
    # One drives some seconds behind another on most days, besides a life of its own.
    plate = people[FOLLOWER].plate
    for trip in [trip for trip in driven if trip.plate == people[FOLLOWED].plate]:
        if town.chance.random() < 0.7:
            way = [camera for camera, _ in trip.passages]
            driven.append(town.drive(plate, way, trip.passages[0][1] + timedelta(seconds=12)))
    tell([read for trip in driven for read in trip.seen.values()])
    learn_all()
    out = town.cameras[5]
    CameraStatusChange.objects.create(
        id=new_id(LAST_DAY), camera_id=out, status="offline", since=LAST_DAY + timedelta(hours=1)
    )
    blind = [(out, LAST_DAY, TODAY)]
    last = [trip for each in people for trip in trips(town, each, [LAST_DAY], blind=blind)]
    tell([read for trip in last for read in trip.seen.values()])
    return Lived(town, [each.plate for each in people], last, out)


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Lived]:
    with django_db_blocker.unblock():
        yield live()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def town(lived: Lived, db: None) -> Lived:
    return lived


@pytest.fixture
def reviewer(client_of: Callable[..., APIClient]) -> APIClient:
    return client_of("reviewer")


def journey_of(client: APIClient, trip: Trip) -> dict:  # type: ignore[type-arg]
    start, end = trip.passages[0][1], trip.passages[-1][1]
    answer = client.get(
        "/api/v1/plates/journey",
        {
            "text": trip.plate,
            "from": (start - timedelta(minutes=1)).isoformat(),
            "to": (end + timedelta(minutes=1)).isoformat(),
        },
    )
    assert answer.status_code == 200, answer.content
    return answer.json()  # type: ignore[no-any-return]


def test_travel_times_when_learned_then_near_the_true_ones(town: Lived) -> None:
    errors = []
    for row in TravelTimeRow.objects.filter(hops__gte=40):
        street = town.town.streets[row.from_camera].get(row.to_camera)
        assert street is not None, "no street has so many hops"
        errors.append(abs(math.exp(row.quantiles[2]) / street - 1))
    print(f"pairs {len(errors)}, worst median off by {max(errors):.1%}")
    assert len(errors) >= 15
    assert max(errors) < 0.08


def test_journeys_when_reconstructed_then_as_driven(town: Lived, reviewer: APIClient) -> None:
    driven = found = wrong = 0
    for trip in town.last:
        answer = journey_of(reviewer, trip)
        true = {str(read.read_id) for read in trip.seen.values()}
        told = {each["id"] for each in answer["sightings"]}
        driven, found, wrong = (
            driven + len(true),
            found + len(true & told),
            wrong + len(told - true),
        )
    print(f"sightings {driven}: recall {found / driven:.3f}, wrong {wrong / found:.4f}")
    assert found / driven >= 0.97
    assert wrong / found <= 0.01


def test_missing_hops_when_told_then_the_cameras_that_missed_it(
    town: Lived, reviewer: APIClient
) -> None:
    expected, told, right, off, offline = 0, 0, 0, [], 0
    for trip in town.last:
        seen = sorted(trip.seen)
        missed = {
            camera: at
            for number, (camera, at) in enumerate(trip.passages)
            if number not in trip.seen and seen and seen[0] < number < seen[-1]
        }
        expected += len(missed)
        for each in journey_of(reviewer, trip)["missing"]:
            told += 1
            camera = UUID(each["camera"])
            if camera in missed:
                right += 1
                at = datetime.fromisoformat(each["expected_at"])
                off.append(abs((at - missed[camera]).total_seconds()))
            if camera == town.out:
                offline += 1
                assert each["camera_state"] == "offline"
                assert "camera offline" in each["says"]
            else:
                assert each["camera_state"] == "unknown"
    off.sort()
    assert told
    print(
        f"missing {expected}: recall {right / expected:.3f}, precision {right / told:.3f},"
        f" median {off[len(off) // 2]:.0f} s off, at the camera that was out {offline}"
    )
    assert offline >= 5
    assert right / expected >= 0.9
    assert right / told >= 0.95


def test_companions_when_sought_then_the_follower_first_and_no_stranger(
    town: Lived, reviewer: APIClient
) -> None:
    followed, follower = town.plates[FOLLOWED], town.plates[FOLLOWER]
    answer = reviewer.get("/api/v1/plates/companions", {"text": followed}).json()
    first, *others = answer["items"]
    print(first["plate"], first["trips"], first["expected"], first["lift"], first["p_value"])
    assert first["plate"] == follower
    assert first["p_value"] < 1e-4
    print([(each["plate"], each["trips"], each["expected"], each["p_value"]) for each in others])
    strangers = [each["plate"] for each in others if each["p_value"] < 0.01]
    assert all(sum(a != b for a, b in zip(each, follower, strict=True)) == 1 for each in strangers)
    alarms = 0
    for plate in town.plates[:40:4]:
        if plate in {followed, follower}:
            continue
        found = reviewer.get("/api/v1/plates/companions", {"text": plate}).json()["items"]
        alarms += sum(each["p_value"] < 0.001 for each in found)
    print(f"strangers that were told as companions: {alarms}")
    assert alarms == 0


def test_history_when_read_wrongly_then_probable_and_every_page_once(
    town: Lived, reviewer: APIClient
) -> None:
    plate = town.plates[0]
    whole: list[dict] = []  # type: ignore[type-arg]
    for limit in (200, 7):
        told, cursor = [], None
        while True:
            query = {"text": plate, "limit": limit} | ({"cursor": cursor} if cursor else {})
            page = reviewer.get("/api/v1/plates/history", query).json()
            told += [one for visit in page["items"] for one in visit["sightings"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert [each["id"] for each in told] == sorted({each["id"] for each in told}, reverse=True)
        whole = whole or told
        assert {each["id"] for each in told} >= {
            each["id"] for each in whole if each["certainty"] == "read"
        }
    assert {each["certainty"] for each in whole} == {"read", "probable"}


def test_history_when_weighed_then_misreads_are_found_and_strangers_are_not(
    town: Lived, reviewer: APIClient
) -> None:
    true = {str(read.read_id): trip for trip in town.last for read in trip.seen.values()}
    misread = found = wrong = 0
    for plate in town.plates:
        query = {"text": plate, "from": LAST_DAY.isoformat(), "limit": 200}
        page = reviewer.get("/api/v1/plates/history", query).json()
        told = {one["id"] for visit in page["items"] for one in visit["sightings"]}
        own = {
            str(read.read_id)
            for trip in town.last
            if trip.plate == plate
            for read in trip.seen.values()
            if read.text != plate
        }
        misread, found = misread + len(own), found + len(own & told)
        wrong += sum(each in true and true[each].plate != plate for each in told)
    print(f"misread {misread}, found {found}, of other plates {wrong}")
    assert found / misread >= 0.9
    assert wrong <= 0.1 * found
