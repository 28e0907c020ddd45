"""The likeliest drive of a plate between two instants, and the cameras that should have seen it."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from mosaic_backend.cameras.facade import status_changes
from mosaic_backend.journeys.application.find_sightings import FindSightings, Wish
from mosaic_backend.journeys.domain.missing import MissingHop, hypotheses, missing_hops
from mosaic_backend.journeys.domain.network import Network
from mosaic_backend.journeys.domain.route import Route, likeliest_route

MOST_SIGHTINGS = 200
LONGEST_WINDOW = timedelta(days=7)
GUESSED_FROM = 0.1
"""Less likely misreads than a history shows: travel times tell what belongs to the drive."""
CameraState = Literal["online", "offline", "disabled", "unknown"]
BLIND = frozenset({"offline", "disabled"})
Networks = Callable[[Set[UUID] | None], Network]


@dataclass(frozen=True)
class Missed:
    """state: the camera's while the plate must have passed; since: when that state began."""

    hop: MissingHop
    state: CameraState
    since: datetime | None


@dataclass(frozen=True)
class Journey:
    route: Route
    missed: list[Missed]
    truncated: bool


class ReconstructJourney:
    def __init__(self, find: FindSightings, networks: Networks) -> None:
        self._find = find
        self._networks = networks

    def __call__(
        self, plate: str, cameras: Set[UUID] | None, since: datetime, until: datetime
    ) -> Journey:
        """Of the newest sightings in that time; truncated: there were more."""
        wish = Wish(plate, cameras, since, until, least=GUESSED_FROM)
        sightings, more = self._find(wish, None, MOST_SIGHTINGS)
        network = self._networks(cameras)
        route = likeliest_route(sightings, network)
        return Journey(route, _missed(route, network), more)


def _missed(route: Route, network: Network) -> list[Missed]:
    ways = [(hop, hypotheses(hop, network)) for hop in route.hops]
    passed = {camera for _, found in ways for between, _ in found for camera in between}
    if not passed:
        return []
    changes = status_changes(passed, route.sightings[0].first_seen_at)

    def was_blind(camera_id: UUID, since: datetime, until: datetime) -> bool:
        return state_in(changes.get(camera_id, ()), since, until)[0] in BLIND

    return [
        Missed(each, *state_in(changes.get(each.camera_id, ()), each.earliest, each.latest))
        for hop, found in ways
        for each in missing_hops(hop, found, network, was_blind)
    ]


def state_in(
    changes: Sequence[tuple[datetime, str]], earliest: datetime, latest: datetime
) -> tuple[CameraState, datetime | None]:
    """The state that explains a miss best: one in which the camera saw nothing, if it had one in that time."""
    at_first: tuple[CameraState, datetime | None] = ("unknown", None)
    blind: tuple[CameraState, datetime | None] | None = None
    for since, status in changes:
        if since > latest:
            break
        state: tuple[CameraState, datetime | None] = (_state(status), since)
        if since <= earliest:
            at_first, blind = state, None
        if state[0] in BLIND:
            blind = state
    return blind or at_first


def _state(status: str) -> CameraState:
    known: dict[str, CameraState] = {
        "online": "online",
        "offline": "offline",
        "disabled": "disabled",
    }
    return known.get(status, "unknown")
