"""Sightings, hops and what goes with them as the REST interface shows them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.journeys.application.find_companions import Found
from mosaic_backend.journeys.application.find_visitors import Visitor
from mosaic_backend.journeys.application.reconstruct import Journey, Missed
from mosaic_backend.journeys.domain.route import Hop
from mosaic_backend.journeys.domain.sightings import Sighting, Visit

Names = Mapping[UUID, str]
_BLIND = {"offline": "camera offline", "disabled": "camera disabled"}


def names_of(cameras: Iterable[UUID]) -> Names:
    return camera_names(set(cameras))


def sighting(each: Sighting, names: Names) -> dict[str, Any]:
    return {
        "id": each.id,
        "camera": each.camera_id,
        "camera_name": names.get(each.camera_id),
        "text": each.text,
        "first_seen_at": each.first_seen_at,
        "last_seen_at": each.last_seen_at,
        "certainty": each.certainty,
        "probability": each.probability,
    }


def visit(each: Visit, names: Names, *, complete: bool) -> dict[str, Any]:
    return {
        "began_at": each.began_at,
        "ended_at": each.ended_at,
        "complete": complete,
        "sightings": [sighting(one, names) for one in each.sightings],
    }


def hop(each: Hop) -> dict[str, Any]:
    return {
        "start": each.start.id,
        "end": each.end.id,
        "took_s": each.took_s,
        "usual_s": each.usual_s,
        "deviation": each.deviation,
        "verdict": each.verdict,
        "plausibility": each.plausibility,
        "doubtful": each.doubtful,
    }


def missed(each: Missed, names: Names) -> dict[str, Any]:
    name = names.get(each.hop.camera_id)
    why = _BLIND.get(each.state, "not read there")
    return {
        "camera": each.hop.camera_id,
        "camera_name": name,
        "after": each.hop.after,
        "before": each.hop.before,
        "expected_at": each.hop.expected_at,
        "earliest": each.hop.earliest,
        "latest": each.hop.latest,
        "probability": each.hop.probability,
        "camera_state": each.state,
        "camera_state_since": each.since,
        "says": f"expected at {name} at {each.hop.expected_at:%H:%M} UTC – {why}",
    }


def journey(found: Journey) -> dict[str, Any]:
    route = found.route
    out = [each for each, _ in route.left_out]
    names = names_of(
        [each.camera_id for each in (*route.sightings, *out)]
        + [each.hop.camera_id for each in found.missed]
    )
    return {
        "sightings": [sighting(each, names) for each in route.sightings],
        "hops": [hop(each) for each in route.hops],
        "missing": [missed(each, names) for each in found.missed],
        "left_out": [
            {**sighting(each, names), "against": hop(against) if against else None}
            for each, against in route.left_out
        ],
        "truncated": found.truncated,
    }


def companions(found: Found) -> dict[str, Any]:
    names = names_of(met.camera_id for each in found.companions for met in each.meetings)
    return {
        "items": [
            {
                "plate": each.plate,
                "trips": each.trips,
                "cameras": each.cameras,
                "expected": each.expected,
                "lift": each.lift,
                "p_value": each.p_value,
                "meetings": [
                    {
                        "sighting": met.sighting,
                        "camera": met.camera_id,
                        "camera_name": names.get(met.camera_id),
                        "read": met.read_id,
                        "apart_s": met.apart_s,
                    }
                    for met in each.meetings
                ],
            }
            for each in found.companions
        ],
        "sightings": len(found.sightings),
        "truncated": found.truncated,
    }


def visitor(each: Visitor, names: Names) -> dict[str, Any]:
    passage, hours = each.passage, each.hours
    return {
        "read": passage.id,
        "plate": passage.plate,
        "camera": passage.camera_id,
        "camera_name": names.get(passage.camera_id),
        "first_seen_at": passage.first_seen_at,
        "first_time": each.first,
        "unusual_hour": each.unusual,
        "visits_before": each.visits_before,
        "hours": hours
        and {"visits": hours.visits, "mean": hours.mean, "regularity": hours.regularity},
        "rarity": each.rarity,
    }
