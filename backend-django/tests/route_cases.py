"""Every route of the backend and who may use it: one line a method. A route that has none fails the walk.

Kinds: `open` to everyone; `signed_in`; `service` for the other parts only; `partner` by API key, which
tests/partners walks; `anywhere` needs a verb and is about no camera; `of_camera` is about one; `into_group` names
one in its body; `listing` shows those that may be seen.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from mosaic_contracts.permissions import TO_KNOW, Verb

Kind = Literal[
    "open",
    "signed_in",
    "service",
    "partner",
    "anywhere",
    "everything",
    "of_camera",
    "of_group",
    "listing",
]


@dataclass(frozen=True)
class Place:
    """A camera, its group and one of everything that belongs to it."""

    camera: UUID
    group: UUID | None
    read: UUID
    clip: UUID
    alert: UUID
    things: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """verbs: one of them is needed. arguments, query, body: of a request about a place.

    hidden: the statuses that do not tell whether a camera of others is there. ids: the cameras (or groups) that an
    answer names.
    """

    kind: Kind
    verbs: frozenset[Verb] = frozenset()
    arguments: Callable[[Place], Mapping[str, object]] = lambda _: {}
    query: Callable[[Place], Mapping[str, object]] = lambda _: {}
    body: Callable[[Place], object] = lambda _: None
    hidden: tuple[int, ...] = (404,)
    ids: Callable[[Any], Iterable[str]] = lambda _: ()


def _camera(place: Place) -> dict[str, object]:
    return {"camera_id": place.camera}


def _new_camera(place: Place) -> dict[str, object]:
    group = str(place.group) if place.group else None
    return {"name": "New", "source_url": "rtsp://10.0.0.9/new", "group": group}


def _many_cameras(place: Place) -> dict[str, object]:
    return {"ids": [str(place.camera)], "changes": {"enabled": False}}


def _span(place: Place) -> dict[str, object]:
    return {
        "camera": str(place.camera),
        "from": "2026-11-20T08:00:00Z",
        "to": "2026-11-20T08:01:00Z",
    }


def _hold(place: Place) -> dict[str, object]:
    return {**_span(place), "reason": "an accident"}


def _onvif(_: Place) -> dict[str, object]:
    return {"service_url": "10.0.0.9", "username": "u", "password": "p"}


def _share() -> dict[str, object]:
    expires_at = datetime.now(UTC) + timedelta(hours=1)
    return {"recipient": "Ruth", "expires_at": expires_at.isoformat()}


_limits = {"max_gigabytes": 5, "cameras": []}


def _each(name: str) -> Callable[[Any], Iterable[str]]:
    return lambda body: [item[name] for item in body["items"]]


def _thing(*names: str) -> Callable[[Place], Mapping[str, object]]:
    return lambda place: {name.partition("=")[0]: place.things[name] for name in names}


SEGMENT = "2026-11-20_08-00-00-000000.mp4"
OPEN = Case("open")
SIGNED_IN = Case("signed_in")
SERVICE = Case("service")
PARTNER = "partner"
LIVE, SEARCH, EXPORT = (frozenset({verb}) for verb in (Verb.LIVE, Verb.SEARCH, Verb.EXPORT))
ALERTS, ARRANGE, CONFIGURE = (
    frozenset({verb}) for verb in (Verb.ALERTS, Verb.ARRANGE, Verb.CONFIGURE)
)
PLAYBACK = frozenset({Verb.PLAYBACK})
PTZ = frozenset({Verb.PTZ})
MANAGE_USERS = frozenset({Verb.MANAGE_USERS})

_CAMERA = "api/v1/cameras/<uuid:camera_id>"
_GROUP = "api/v1/camera-groups/<uuid:pk>"
_SCHEDULE = "api/v1/schedules/<uuid:pk>"
_SITE = "api/v1/sites/<uuid:pk>"
_LIST = "api/v1/watchlists/<uuid:pk>"
_RULE = "api/v1/detection-rules/<uuid:rule_id>"
_WEBHOOK = "partner/v1/webhooks/<uuid:webhook_id>"
_MOSAIC = "api/v1/mosaics/<uuid:mosaic_id>"


def _group_id(place: Place) -> dict[str, object]:
    return {"pk": place.group or UUID(int=0)}


def _webhook_id(place: Place) -> dict[str, object]:
    return {"webhook_id": UUID(int=0)}


def _read_id(place: Place) -> dict[str, object]:
    return {"read_id": place.read}


def _clip_id(place: Place) -> dict[str, object]:
    return {"clip_id": place.clip}


def _rule(place: Place) -> dict[str, object]:
    return {"name": "New", "camera": str(place.camera), "kind": "object-in-zone"}


def _plate(_: Place) -> dict[str, object]:
    return {"text": "AB123"}


def _of_visits(body: Any) -> Iterable[str]:
    return (each["camera"] for visit in body["items"] for each in visit["sightings"])


def _of_journey(body: Any) -> Iterable[str]:
    return (each["camera"] for each in (*body["sightings"], *body["left_out"]))


def _of_reviews(body: Any) -> Iterable[str]:
    return (each["read"]["camera"] for each in body["items"])


def _of_gates(body: Any) -> Iterable[str]:
    return (gate["camera"] for area in body["items"] for gate in area["gates"])


def _review(place: Place) -> dict[str, object]:
    return {"items": [{"read": str(place.read), "decision": "skip"}]}


def _parking(place: Place) -> dict[str, object]:
    gates = [
        {"camera": str(place.camera), "direction": each, "zone": each} for each in ("in", "out")
    ]
    return {"name": "New", "gates": gates}


_site_id, _list_id = _thing("pk=site"), _thing("pk=watchlist")
_schedule_id = _thing("pk=schedule")
_schedule = {"name": "New", "intervals": []}
_mosaic_id = _thing("mosaic_id")
_test_id = _thing("pk=watchlist", "test_id")
_entry_id = _thing("pk=watchlist", "entry_id")
_rule_id = _thing("rule_id")
_mosaic = {"name": "New", "layout": "1", "tiles": [], "shared": False}

CASES: dict[str, Case] = {
    "POST api/v1/auth/token": OPEN,
    "POST api/v1/auth/refresh": OPEN,
    "POST api/v1/auth/logout": OPEN,
    "GET api/v1/auth/jwks.json": OPEN,
    "GET api/v1/auth/challenge": OPEN,
    "GET api/v1/auth/providers": OPEN,
    "GET api/v1/auth/oidc/<slug:slug>/start": OPEN,
    "GET api/v1/auth/oidc/<slug:slug>/callback": OPEN,
    "POST api/v1/auth/oidc/code": OPEN,
    "POST api/v1/auth/logout-everywhere": SIGNED_IN,
    "GET api/v1/auth/second-factor": SIGNED_IN,
    "POST api/v1/auth/second-factor/enrol": OPEN,
    "POST api/v1/auth/second-factor/confirm": OPEN,
    "POST api/v1/auth/second-factor/disable": OPEN,
    "GET api/v1/me": SIGNED_IN,
    "GET api/v1/cameras": Case("listing", TO_KNOW, ids=_each("id")),
    "POST api/v1/cameras": Case("of_group", CONFIGURE, body=_new_camera, hidden=(403,)),
    f"GET {_CAMERA}": Case("of_camera", TO_KNOW, _camera),
    f"PUT {_CAMERA}": Case("of_camera", CONFIGURE, _camera, body=_new_camera),
    f"PATCH {_CAMERA}": Case("of_camera", CONFIGURE, _camera, body=lambda _: {"name": "N"}),
    f"DELETE {_CAMERA}": Case("of_camera", CONFIGURE, _camera),
    "PATCH api/v1/cameras": Case("of_camera", CONFIGURE, body=_many_cameras, hidden=(400,)),
    f"POST {_CAMERA}/clone": Case("of_camera", CONFIGURE, _camera, body=lambda _: {}),
    f"GET {_CAMERA}/history": Case("of_camera", TO_KNOW, _camera),
    f"POST {_CAMERA}/probe": Case("of_camera", CONFIGURE, _camera),
    "POST api/v1/cameras/onvif/probe": Case(
        "anywhere", CONFIGURE, body=lambda _: {}, hidden=(400,)
    ),
    f"GET {_CAMERA}/onvif": Case("of_camera", CONFIGURE, _camera),
    f"PUT {_CAMERA}/onvif": Case("of_camera", CONFIGURE, _camera, body=_onvif),
    f"DELETE {_CAMERA}/onvif": Case("of_camera", CONFIGURE, _camera),
    f"POST {_CAMERA}/onvif/probe": Case("of_camera", CONFIGURE, _camera),
    f"POST {_CAMERA}/onvif/streams": Case(
        "of_camera", CONFIGURE, _camera, body=lambda _: {"main": "m"}
    ),
    f"GET {_CAMERA}/imaging": Case("of_camera", CONFIGURE, _camera),
    f"PATCH {_CAMERA}/imaging": Case(
        "of_camera", CONFIGURE, _camera, body=lambda _: {"brightness": 1}
    ),
    f"GET {_CAMERA}/ptz": Case("of_camera", PTZ, _camera),
    f"POST {_CAMERA}/ptz/move": Case("of_camera", PTZ, _camera, body=lambda _: {"pan": 1}),
    f"POST {_CAMERA}/ptz/stop": Case("of_camera", PTZ, _camera),
    f"POST {_CAMERA}/ptz/step": Case("of_camera", PTZ, _camera, body=lambda _: {"pan": 1}),
    f"POST {_CAMERA}/ptz/centre": Case(
        "of_camera", PTZ, _camera, body=lambda _: {"x": 0.5, "y": 0.5}
    ),
    f"POST {_CAMERA}/ptz/absolute": Case(
        "of_camera", PTZ, _camera, body=lambda _: {"pan": 0, "tilt": 0, "zoom": 0}
    ),
    f"PUT {_CAMERA}/ptz/lock": Case("of_camera", PTZ, _camera, body=lambda _: {}),
    f"DELETE {_CAMERA}/ptz/lock": Case("of_camera", PTZ, _camera),
    f"GET {_CAMERA}/ptz/presets": Case("of_camera", PTZ, _camera),
    f"POST {_CAMERA}/ptz/presets": Case("of_camera", PTZ, _camera, body=lambda _: {"name": "N"}),
    f"DELETE {_CAMERA}/ptz/presets/<str:token>": Case(
        "of_camera", PTZ, lambda place: {"camera_id": place.camera, "token": "t"}
    ),
    f"POST {_CAMERA}/ptz/goto": Case("of_camera", PTZ, _camera, body=lambda _: {"token": "t"}),
    f"GET {_CAMERA}/ptz/tours": Case("of_camera", PTZ, _camera),
    f"POST {_CAMERA}/ptz/tours": Case(
        "of_camera", PTZ, _camera, body=lambda _: {"token": "t", "running": True}
    ),
    f"GET {_CAMERA}/snapshot.jpg": Case("of_camera", LIVE, _camera),
    "GET api/v1/cameras/posters": Case(
        "of_camera", LIVE, query=lambda place: {"camera": str(place.camera)}
    ),
    "GET api/v1/camera-groups": Case("listing", TO_KNOW, ids=_each("id")),
    "POST api/v1/camera-groups": Case("everything", CONFIGURE, body=lambda _: {"name": "N"}),
    f"GET {_GROUP}": Case("of_group", TO_KNOW, _group_id),
    f"PUT {_GROUP}": Case("of_group", CONFIGURE, _group_id, body=lambda _: {"name": "N"}),
    f"PATCH {_GROUP}": Case("of_group", CONFIGURE, _group_id, body=lambda _: {"name": "N"}),
    f"DELETE {_GROUP}": Case("of_group", CONFIGURE, _group_id),
    "GET api/v1/sites": Case("anywhere", TO_KNOW),
    "POST api/v1/sites": Case("everything", CONFIGURE, body=lambda _: {"name": "N"}),
    f"GET {_SITE}": Case("anywhere", TO_KNOW, _site_id),
    f"PUT {_SITE}": Case("everything", CONFIGURE, _site_id, body=lambda _: {"name": "N"}),
    f"PATCH {_SITE}": Case("everything", CONFIGURE, _site_id, body=lambda _: {"name": "N"}),
    f"DELETE {_SITE}": Case("everything", CONFIGURE, _site_id),
    "POST api/v1/cameras/discover": Case("anywhere", CONFIGURE, body=lambda _: {"timeout_s": 0.1}),
    "GET api/v1/config": Case("anywhere", MANAGE_USERS),
    "POST api/v1/config/plan": Case("anywhere", MANAGE_USERS, hidden=(400,)),
    "POST api/v1/config/apply": Case("anywhere", MANAGE_USERS, hidden=(400,)),
    "GET api/v1/schedules": Case("anywhere", TO_KNOW),
    "POST api/v1/schedules": Case("everything", CONFIGURE, body=lambda _: _schedule),
    f"GET {_SCHEDULE}": Case("anywhere", TO_KNOW, _schedule_id),
    f"PUT {_SCHEDULE}": Case("everything", CONFIGURE, _schedule_id, body=lambda _: _schedule),
    f"PATCH {_SCHEDULE}": Case("everything", CONFIGURE, _schedule_id, body=lambda _: {"name": "N"}),
    f"DELETE {_SCHEDULE}": Case("everything", CONFIGURE, _schedule_id),
    "GET api/v1/mosaics": Case("anywhere", LIVE),
    "POST api/v1/mosaics": Case("anywhere", ARRANGE, body=lambda _: _mosaic),
    f"GET {_MOSAIC}": Case("anywhere", LIVE, _mosaic_id),
    f"PUT {_MOSAIC}": Case("anywhere", ARRANGE, _mosaic_id, body=lambda _: _mosaic),
    f"PATCH {_MOSAIC}": Case("anywhere", ARRANGE, _mosaic_id, body=lambda _: {"name": "N"}),
    f"DELETE {_MOSAIC}": Case("anywhere", ARRANGE, _mosaic_id),
    "GET api/v1/detections": Case("listing", SEARCH, ids=_each("camera")),
    "GET api/v1/detections/facets": Case("anywhere", SEARCH),
    "GET api/v1/plates": Case("listing", SEARCH, ids=_each("camera")),
    "GET api/v1/plates/accuracy": Case("listing", SEARCH, ids=_each("camera")),
    "GET api/v1/plates/history": Case("listing", SEARCH, query=_plate, ids=_of_visits),
    "GET api/v1/plates/journey": Case("listing", SEARCH, query=_plate, ids=_of_journey),
    "GET api/v1/plates/companions": Case("anywhere", SEARCH, query=_plate),
    "GET api/v1/plate-visitors": Case("anywhere", SEARCH, query=lambda _: {"kind": "first-time"}),
    "GET api/v1/travel-times": Case("anywhere", SEARCH),
    "GET api/v1/reviews/plates": Case("listing", SEARCH, ids=_of_reviews),
    "POST api/v1/reviews/plates": Case("anywhere", SEARCH, body=_review),
    "GET api/v1/parking-areas": Case("listing", SEARCH, ids=_of_gates),
    "POST api/v1/parking-areas": Case("of_camera", CONFIGURE, body=_parking, hidden=(400,)),
    "DELETE api/v1/parking-areas/<uuid:area_id>": Case("of_camera", CONFIGURE, _thing("area_id")),
    "GET api/v1/parking-areas/<uuid:area_id>/occupancy": Case(
        "of_camera", SEARCH, _thing("area_id")
    ),
    "GET api/v1/plates/<uuid:read_id>": Case("of_camera", SEARCH, _read_id),
    "PUT api/v1/plates/<uuid:read_id>/correction": Case(
        "of_camera", SEARCH, _read_id, body=lambda _: {"text": "AB12B"}
    ),
    "DELETE api/v1/plates/<uuid:read_id>/correction": Case("of_camera", SEARCH, _read_id),
    "GET api/v1/plates/<uuid:read_id>/images/<slug:kind>.jpg": Case(
        "of_camera", SEARCH, lambda place: {"read_id": place.read, "kind": "plate"}
    ),
    "GET api/v1/recordings": Case(
        "of_camera", PLAYBACK, query=lambda place: {"camera": place.camera}
    ),
    "GET api/v1/recordings/timeline": Case(
        "of_camera", PLAYBACK, query=lambda place: {"camera": place.camera}
    ),
    "GET api/v1/camera-events": Case("listing", SEARCH, ids=_each("camera")),
    "GET api/v1/recordings/events": Case("listing", CONFIGURE, ids=_each("camera")),
    "GET api/v1/recordings/hours": Case(
        "of_camera", EXPORT, query=lambda place: {"camera": place.camera}
    ),
    "GET api/v1/recordings/playback": Case("of_camera", PLAYBACK, query=_span),
    "GET api/v1/recordings/media": Case(
        "of_camera", PLAYBACK, query=lambda place: {"camera": place.camera, "file": SEGMENT}
    ),
    "GET api/v1/recordings/thumbnail": Case(
        "of_camera",
        PLAYBACK,
        query=lambda place: {"camera": place.camera, "at": "2026-11-20T08:00:00Z"},
    ),
    "GET api/v1/recordings/retention": Case("everything", CONFIGURE),
    "PUT api/v1/recordings/retention": Case("everything", CONFIGURE, body=lambda _: _limits),
    "POST api/v1/recordings/retention/simulation": Case(
        "everything", CONFIGURE, body=lambda _: _limits
    ),
    "GET api/v1/recordings/forecast": Case("everything", CONFIGURE),
    "GET api/v1/recordings/holds": Case("listing", EXPORT, ids=_each("camera")),
    "POST api/v1/recordings/holds": Case("of_camera", EXPORT, body=_hold, hidden=(400,)),
    "POST api/v1/recordings/holds/<uuid:hold_id>/release": Case(
        "of_camera", EXPORT, _thing("hold_id")
    ),
    "GET api/v1/clips": Case("listing", EXPORT, ids=_each("camera")),
    "POST api/v1/clips": Case("of_camera", EXPORT, body=_span, hidden=(400,)),
    "POST api/v1/clips/batch": Case(
        "of_camera",
        EXPORT,
        body=lambda place: {**_span(place), "cameras": [str(place.camera)]},
        hidden=(400,),
    ),
    "POST api/v1/clips/<uuid:clip_id>/cancel": Case(
        "of_camera", EXPORT, _thing("clip_id=own_clip")
    ),
    "GET api/v1/clips/<uuid:clip_id>": Case("of_camera", EXPORT, _clip_id),
    "DELETE api/v1/clips/<uuid:clip_id>": Case("of_camera", EXPORT, _thing("clip_id=own_clip")),
    "POST api/v1/clips/<uuid:clip_id>/open": Case("of_camera", EXPORT, _clip_id),
    "GET api/v1/clips/<uuid:clip_id>/file": Case("of_camera", EXPORT, _clip_id),
    "GET api/v1/clips/<uuid:clip_id>/shares": Case("of_camera", EXPORT, _clip_id),
    "POST api/v1/clips/<uuid:clip_id>/shares": Case(
        "of_camera", EXPORT, _clip_id, body=lambda _: _share()
    ),
    "POST api/v1/clips/<uuid:clip_id>/shares/<uuid:share_id>/revoke": Case(
        "of_camera", EXPORT, lambda place: {**_clip_id(place), "share_id": place.things["share_id"]}
    ),
    "POST api/v1/shared-clips/<slug:secret>/open": OPEN,
    "GET api/v1/shared-clips/<slug:secret>/file": OPEN,
    "GET api/v1/clips/<uuid:clip_id>/evidence": Case("of_camera", EXPORT, _clip_id),
    "POST api/v1/clips/<uuid:clip_id>/evidence": Case(
        "of_camera", EXPORT, _clip_id, body=lambda _: {}
    ),
    "GET api/v1/clips/<uuid:clip_id>/evidence/file": Case("of_camera", EXPORT, _clip_id),
    "GET api/v1/evidence/keys": SIGNED_IN,
    "GET api/v1/alerts": Case("listing", ALERTS, ids=_each("camera")),
    "POST api/v1/alerts/<uuid:alert_id>/acknowledge": Case(
        "of_camera", ALERTS, lambda place: {"alert_id": place.alert}, body=lambda _: {}
    ),
    "GET api/v1/detection-rules": Case("listing", ALERTS, ids=_each("camera")),
    "POST api/v1/detection-rules": Case("of_camera", ALERTS, body=_rule, hidden=(400,)),
    f"GET {_RULE}": Case("of_camera", ALERTS, _rule_id),
    f"PATCH {_RULE}": Case("of_camera", ALERTS, _rule_id, body=lambda _: {"armed": False}),
    f"DELETE {_RULE}": Case("of_camera", ALERTS, _rule_id),
    "GET api/v1/watchlists": Case("anywhere", ALERTS),
    "POST api/v1/watchlists": Case("anywhere", ALERTS, body=lambda _: {"name": "New"}),
    f"GET {_LIST}": Case("anywhere", ALERTS, _list_id),
    f"PATCH {_LIST}": Case("anywhere", ALERTS, _list_id, body=lambda _: {"name": "N"}),
    f"DELETE {_LIST}": Case("anywhere", ALERTS, _list_id),
    f"GET {_LIST}/entries": Case("anywhere", ALERTS, _list_id),
    f"GET {_LIST}/entries.csv": Case("anywhere", ALERTS, _list_id),
    f"POST {_LIST}/import": Case("anywhere", ALERTS, _list_id, hidden=(404, 400)),
    f"GET {_LIST}/entries/<uuid:entry_id>": Case("anywhere", ALERTS, _entry_id),
    f"PATCH {_LIST}/entries/<uuid:entry_id>": Case(
        "anywhere", ALERTS, _entry_id, body=lambda _: {"note": "N"}
    ),
    f"POST {_LIST}/back-test": Case("anywhere", ALERTS, _list_id, body=lambda _: {"days": 1}),
    f"GET {_LIST}/back-tests": Case("anywhere", ALERTS, _list_id),
    f"GET {_LIST}/back-tests/<uuid:test_id>": Case("anywhere", ALERTS, _test_id),
    f"DELETE {_LIST}/back-tests/<uuid:test_id>": Case("anywhere", ALERTS, _test_id),
    f"GET {_LIST}/back-tests/<uuid:test_id>/hits": Case("anywhere", ALERTS, _test_id),
    f"POST {_LIST}/entries": Case("anywhere", ALERTS, _list_id, body=lambda _: {"text": "N1"}),
    f"DELETE {_LIST}/entries/<uuid:entry_id>": Case("anywhere", ALERTS, _entry_id),
    "GET api/v1/dashboard": Case("anywhere", LIVE),
    "GET partner/v1/cameras": Case(PARTNER),
    "GET partner/v1/cameras/<uuid:camera_id>": Case(PARTNER, arguments=_camera),
    "GET partner/v1/detections": Case(PARTNER),
    "GET partner/v1/plates": Case(PARTNER),
    "GET partner/v1/plates/<uuid:read_id>": Case(PARTNER, arguments=_read_id),
    "GET partner/v1/plates/<uuid:read_id>/images/<slug:kind>.jpg": Case(
        PARTNER, arguments=lambda place: {"read_id": place.read, "kind": "plate"}
    ),
    "GET partner/v1/clips": Case(PARTNER),
    "GET partner/v1/clips/<uuid:clip_id>": Case(PARTNER, arguments=_clip_id),
    "GET partner/v1/clips/<uuid:clip_id>/file": Case(PARTNER, arguments=_clip_id),
    "GET partner/v1/usage": Case(PARTNER),
    "GET partner/v1/events": Case(PARTNER),
    "GET partner/v1/webhooks": Case(PARTNER),
    "POST partner/v1/webhooks": Case(PARTNER),
    f"GET {_WEBHOOK}": Case(PARTNER, arguments=_webhook_id),
    "GET partner/v1/sandbox": Case(PARTNER),
    "PATCH partner/v1/sandbox": Case(PARTNER),
    f"PATCH {_WEBHOOK}": Case(PARTNER, arguments=_webhook_id),
    f"DELETE {_WEBHOOK}": Case(PARTNER, arguments=_webhook_id),
    f"POST {_WEBHOOK}/secret": Case(PARTNER, arguments=_webhook_id),
    f"POST {_WEBHOOK}/replay": Case(PARTNER, arguments=_webhook_id),
    f"GET {_WEBHOOK}/dead-letters": Case(PARTNER, arguments=_webhook_id),
    "GET partner/v1/schema": OPEN,
    "GET api/schema": OPEN,
    "GET api/docs": OPEN,
    "GET internal/v1/cameras": SERVICE,
    "GET internal/v1/revocations": SERVICE,
    "GET health": OPEN,
    "GET ready": OPEN,
    "GET metrics": OPEN,
}
