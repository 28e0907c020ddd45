"""Walks every route × every kind of user × cameras of one's own and of others, against the one policy.

The expectation comes from `Principal.scope`, which has tests of its own; here is asked whether each route keeps
to it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from event_factories import detection, plate_read
from pytest_django import DjangoDbBlocker
from rest_framework.permissions import AllowAny
from rest_framework.test import APIClient
from route_cases import CASES, SEGMENT, Case, Place

from mosaic_backend.alerts.infrastructure.models import (
    Alert,
    BackTest,
    DetectionRule,
    WatchList,
    WatchListEntry,
)
from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.cameras.infrastructure.models import (
    CameraEventRow,
    CameraGroup,
    CameraRow,
    Schedule,
    Site,
)
from mosaic_backend.clips.infrastructure.models import (
    Clip,
    ClipShare,
    EventWatch,
    EvidencePackage,
    LegalHold,
    Segment,
)
from mosaic_backend.config import live_events
from mosaic_backend.config.environment import environment
from mosaic_backend.detections import facade as detections
from mosaic_backend.identity.infrastructure.access_token_signer import JwtSigner
from mosaic_backend.identity.infrastructure.models import GroupRight, User
from mosaic_backend.journeys.infrastructure.models import ParkingArea, ReviewItem
from mosaic_backend.mosaics.infrastructure.models import MosaicRow
from mosaic_backend.partners.interfaces.permissions import HasScope
from mosaic_backend.shared.access_keys import signing_key
from mosaic_backend.shared.fanout.admission import VERB_OF_TYPE
from mosaic_backend.shared.fanout.entries import Entry
from mosaic_backend.shared.http.permissions import HasVerb, IsService, SignedIn, verbs_of
from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import TO_KNOW, Principal, Role, Verb
from mosaic_platform.access_tokens import CheckedToken
from mosaic_platform.service_tokens import ServiceTokenSigner

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OWN, FOREIGN = new_id(), new_id()
NOW = datetime(2126, 1, 1, tzinfo=UTC)  # after whatever made the row
PLAIN_VIEWS = {"health": ["GET"], "ready": ["GET"], "metrics": ["GET"]}


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Path and callback of everything but the admin, whose pages have a walk of their own."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if path.startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern.callback


def methods_of(path: str, callback: Any) -> list[str]:
    view = getattr(callback, "view_class", None)
    if view is None:
        return PLAIN_VIEWS.get(path, ["GET", "POST"])
    names = view.http_method_names
    return [m for m in METHODS if m.lower() in names and hasattr(view, m.lower())]


ROUTES = {
    f"{method} {path}": callback
    for path, callback in routes()
    for method in methods_of(path, callback)
}


def person(name: str, role: Role, **more: Any) -> Any:
    fields = {"all_cameras": False, "group_ids": frozenset({OWN}), **more}
    user = Principal(user_id=str(new_id()), username=name, role=role, **fields)
    return pytest.param(user, id=name)


PEOPLE = [
    *(person(f"{role} of a group", role) for role in Role),
    *(person(f"{role} of all", role, all_cameras=True) for role in Role),
    person("viewer who may search", Role.VIEWER, verbs=frozenset({Verb.LIVE, Verb.SEARCH})),
    person("reviewer without live", Role.REVIEWER, verbs=frozenset({Verb.SEARCH, Verb.EXPORT})),
    person("operator who configures", Role.OPERATOR, verbs=frozenset({Verb.CONFIGURE})),
    person(
        "viewer who configures one group",
        Role.VIEWER,
        all_cameras=True,
        group_verbs={OWN: frozenset({Verb.CONFIGURE, Verb.LIVE})},
    ),
    person(
        "operator who is kept out of one group",
        Role.OPERATOR,
        all_cameras=True,
        group_verbs={FOREIGN: frozenset()},
    ),
    person("nobody", Role.VIEWER, verbs=frozenset(), group_ids=frozenset()),
]


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Place]]:
    """Made once for all tests here, which undo what they do to it."""
    with django_db_blocker.unblock():
        yield furnish()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def places(furnished: list[Place], db: None) -> list[Place]:
    return furnished


def furnish() -> list[Place]:
    """A camera in one's own group, one in a foreign group, one in none, each with all that belongs to it."""
    crops = Path(urlsplit(environment().evidence_url).path) / "walk"
    crops.mkdir(exist_ok=True)
    (crops / "plate.jpg").write_bytes(b"\xff\xd8\xff\xd9")
    site = Site.objects.create(name="Here")
    schedule = Schedule.objects.create(name="Office")
    watchlist = WatchList.objects.create(name="Wanted")
    entry = WatchListEntry.objects.create(watchlist=watchlist, text="A1", folded="A1")
    made = []
    for name, group_id in (("own", OWN), ("foreign", FOREIGN), ("ungrouped", None)):
        if group_id:
            CameraGroup.objects.create(id=group_id, name=name)
        camera = CameraRow.objects.create(
            name=name, group_id=group_id, source_url="rtsp://10.0.0.9/1", revision=1
        )
        now = datetime.now(UTC)
        read = plate_read("AB123", camera_id=camera.id, images={"plate": "walk/plate.jpg"})
        looked_at = plate_read("AB124", camera_id=camera.id)
        detections.store_plate_reads([read, looked_at])
        stored = detections.plate(looked_at.read_id)
        assert stored
        with transaction.atomic():
            detections.correct(stored, "AB124", "", "system")
        detections.store_detections([detection(camera_id=camera.id)])
        clip = Clip.objects.create(
            camera_id=camera.id, starts_at=now, ends_at=now, requested_by="system"
        )
        Segment.objects.create(
            camera_id=camera.id, name=SEGMENT, starts_at=now, ends_at=now, bytes=4, state="half"
        )
        recording = environment().recordings_dir / str(camera.id) / SEGMENT
        recording.parent.mkdir(parents=True, exist_ok=True)
        recording.write_bytes(b"\0\0\0\x08")
        CameraEventRow.objects.create(
            id=new_id(now), camera_id=camera.id, kind="motion", occurred_at=now, received_at=now
        )
        EventWatch.objects.create(camera_id=camera.id, settings={}, judged_until=now)
        share = ClipShare.objects.create(
            clip=clip, secret_sha256=name, recipient="Ruth", expires_at=now
        )
        hold = LegalHold.objects.create(
            camera_id=camera.id,
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            reason="an accident",
            placed_by="system",
        )
        alert = Alert.objects.create(
            key=name, kind="plate", severity="info", title=name, camera_id=camera.id, raised_at=now
        )
        rule = DetectionRule.objects.create(name=name, camera_id=camera.id, kind="object-in-zone")
        ReviewItem.objects.create(
            read_id=read.read_id,
            camera_id=camera.id,
            worth=1.0,
            bits=1.0,
            times_read=0,
            on_watch_list=False,
            near_neighbour=False,
            seen_at=now,
        )
        gates = [{"camera": str(camera.id), "direction": each} for each in ("in", "out")]
        area = ParkingArea.objects.create(name=name, gates=gates)
        things = {
            "area_id": str(area.id),
            "rule_id": str(rule.id),
            "pk=site": str(site.id),
            "pk=schedule": str(schedule.id),
            "pk=watchlist": str(watchlist.id),
            "entry_id": str(entry.id),
            "hold_id": str(hold.id),
            "share_id": str(share.id),
        }
        made.append(Place(camera.id, group_id, read.read_id, clip.id, alert.id, things))
    return made


def bearer(user: Principal) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.default_format = "json"
    token = JwtSigner(signing_key()).sign(user, datetime.now(UTC))
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def ask(client: Any, name: str, case: Case, place: Place) -> Any:
    """Sends the request; whatever it does is undone."""
    method, _, path = name.partition(" ")
    arguments = case.arguments(place)
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(arguments[match[1]]), path)
    data = case.query(place) if method == "GET" else case.body(place)
    with transaction.atomic():
        answer = getattr(client, method.lower())(f"/{filled}", data)
        transaction.set_rollback(True)
    return answer


def let_in(answer: Any) -> bool:
    """503: what the view needs is not running in this test."""
    return answer.status_code < 400 or answer.status_code in {409, 503}


def test_routes_when_walked_then_each_is_classified_and_no_line_is_stale() -> None:
    assert set(ROUTES) == set(CASES)


@pytest.mark.parametrize("name", ROUTES)
def test_route_when_looked_at_then_its_view_says_what_the_table_says(name: str) -> None:
    view = getattr(ROUTES[name], "view_class", None)
    case = CASES[name]
    if view is None:
        assert case.kind == "open"
        return
    expected = {
        "open": [AllowAny],
        "service": [IsService],
        "signed_in": [SignedIn],
        "partner": [HasScope],
    }
    assert list(view.permission_classes) == expected.get(case.kind, [HasVerb])
    if case.verbs:
        assert verbs_of(view, name.partition(" ")[0]) == case.verbs


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.kind != "open"])
def test_route_when_asked_without_a_good_token_then_401_with_challenge(
    name: str, places: list[Place]
) -> None:
    place = with_mosaic(places[0], new_id())
    for header in ({}, {"Authorization": "Bearer x.y.z"}, {"Authorization": "Basic YTpi"}):
        client = APIClient(raise_request_exception=False, headers=header)
        client.default_format = "json"
        answer = ask(client, name, CASES[name], place)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/problem+json"


def with_mosaic(place: Place, owner: UUID) -> Place:
    mosaic = MosaicRow.objects.create(name="Mine", layout="1", owner_id=owner)
    EvidencePackage.objects.create(
        clip_id=place.clip, requester_id=str(owner), requested_by="x", with_sightings=False
    )
    now = datetime.now(UTC)
    clip = Clip.objects.create(
        camera_id=place.camera, starts_at=now, ends_at=now, requester_id=str(owner)
    )
    test = BackTest.objects.create(
        watchlist_id=place.things["pk=watchlist"],
        requester_id=str(owner),
        state="done",
        since=now,
        until=now,
        min_likelihood=1,
        likely_false_below=0,
    )
    own = {
        "mosaic_id": str(mosaic.id),
        "clip_id=own_clip": str(clip.id),
        "test_id": str(test.id),
    }
    return Place(**(vars(place) | {"things": place.things | own}))


@pytest.mark.parametrize("user", PEOPLE)
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.verbs])
def test_route_when_a_user_asks_then_the_policy_decides(
    name: str, user: Principal, places: list[Place]
) -> None:
    case, client = CASES[name], bearer(user)
    allowed = user.scope(*case.verbs)
    known = user.scope(*TO_KNOW)
    for place in [with_mosaic(place, UUID(user.user_id)) for place in places]:
        if case.kind == "of_group" and place.group is None and case.arguments(place):
            continue
        answer = ask(client, name, case, place)
        said = f"{answer.status_code} {getattr(answer, 'content', b'')[:300]!r}"
        if not any(user.may(verb) for verb in case.verbs):
            assert answer.status_code == 403, said
        elif case.kind == "anywhere":
            # 400: let in, and told that the body of this walk is no such document.
            assert let_in(answer) or (answer.status_code == 400 and 400 in case.hidden), said
        elif case.kind == "everything":
            assert let_in(answer) if allowed.everything else answer.status_code == 403, said
        elif case.kind == "listing":
            assert answer.status_code == 200
            seen = set(case.ids(answer.json()))
            groups = "camera-groups" in name
            for other in places:
                if groups and other.group is None:
                    continue
                shown = str(other.group if groups else other.camera) in seen
                assert shown is (other.group in allowed)
        elif place.group in allowed:
            assert let_in(answer), said
        elif place.group in known:
            assert answer.status_code in {403, *case.hidden}, said
        else:
            assert answer.status_code in case.hidden, said


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.kind == "service"])
def test_internal_route_when_asked_by_a_user_then_401_and_by_a_service_then_not(
    name: str, places: list[Place]
) -> None:
    for role in Role:
        user = Principal(
            user_id="1", username="x", role=role, all_cameras=True, group_ids=frozenset()
        )
        assert ask(bearer(user), name, CASES[name], places[0]).status_code == 401
    for service, status in (("streaming", 200), ("ai", 200), ("backend", 401)):
        signer = ServiceTokenSigner(service, environment().secrets_dir)
        client = APIClient(headers=signer.header())
        assert ask(client, name, CASES[name], places[0]).status_code == status


@pytest.mark.parametrize("user", PEOPLE)
@pytest.mark.parametrize("verb", Verb)
def test_cameras_in_sql_when_filtered_then_as_the_policy_says(
    user: Principal, verb: Verb, places: list[Place]
) -> None:
    scope = visible_cameras(user, verb)
    assert {place.camera for place in places if place.camera in scope} == {
        place.camera for place in places if user.may_on(verb, place.group)
    }


@pytest.mark.parametrize("user", PEOPLE)
def test_live_events_when_heard_then_only_what_the_policy_allows(
    user: Principal, places: list[Place]
) -> None:
    row = account_of(user)
    hearing = live_events._hearing(CheckedToken(row.principal, NOW, NOW))
    for kind, verb in VERB_OF_TYPE.items():
        for place in places:
            entry = Entry("1-0", kind, place.camera, "{}")
            assert hearing.allows(entry) is user.may_on(verb, place.group)
    assert not hearing.allows(Entry("1-0", "mosaic.camera.changed.v1", places[0].camera, "{}"))


def account_of(user: Principal) -> User:
    """A user row with the rights of the principal."""
    role_verbs = Principal.model_copy(user, update={"verbs": None, "group_verbs": {}})
    own = user.verbs if user.verbs is not None else {v for v in Verb if role_verbs.may(v)}
    row = User.objects.create(
        username=user.username,
        role=user.role.value,
        all_cameras=user.all_cameras,
        camera_group_ids=list(user.group_ids),
        given_verbs=sorted(v for v in own if not role_verbs.may(v)),
        taken_verbs=sorted(v for v in Verb if role_verbs.may(v) and v not in own)
        if user.role is not Role.ADMIN
        else [],
    )
    for group, verbs in user.group_verbs.items():
        GroupRight.objects.create(user=row, camera_group_id=group, verbs=sorted(verbs))
    assert all(row.principal.scope(verb) == user.scope(verb) for verb in Verb)
    return row


def admin_pages() -> Iterator[str]:
    def walk(patterns: Any, prefix: str) -> Iterator[str]:
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, path)
            else:
                yield path

    return (path for path in walk(get_resolver().url_patterns, "") if path.startswith("admin/"))


FOR_ALL = {"admin/login/", "admin/logout/", "admin/jsi18n/"}


@pytest.mark.parametrize("path", list(admin_pages()))
def test_admin_page_when_asked_by_anyone_but_an_administrator_then_the_way_in_is_shown(
    path: str, db: None
) -> None:
    login = reverse("admin:login")
    filled = "/" + re.sub(r"<[^>]+>", "1", path).replace("(?P", "").rstrip("$")
    for role in (None, Role.OPERATOR, Role.REVIEWER, Role.VIEWER):
        browser = Client(raise_request_exception=False)
        if role:
            browser.force_login(
                User.objects.create(
                    username=role.value,
                    role=role.value,
                    all_cameras=True,
                    given_verbs=["configure"],
                ),
                backend="django.contrib.auth.backends.ModelBackend",
            )
        for method in ("get", "post"):
            answer = getattr(browser, method)(filled)
            if path not in FOR_ALL:
                assert answer.status_code == 302, (role, method)
                assert answer["Location"].startswith(login), (role, method)


def test_view_when_it_names_no_verb_then_denied(client_of: Any, db: None) -> None:
    from rest_framework.response import Response
    from rest_framework.test import APIRequestFactory
    from rest_framework.views import APIView

    class Forgotten(APIView):
        def get(self, request: Any) -> Response:
            return Response({})

    token = client_of("admin")._credentials["HTTP_AUTHORIZATION"]
    request = APIRequestFactory().get("/x", HTTP_AUTHORIZATION=token)
    assert Forgotten.as_view()(request).status_code == 403
