"""The one policy: role decides the verb, group decides the camera."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_contracts.permissions import VERBS, Principal, Role, Verb, may_any

GATE = UUID("01936f00-1a2b-7c3d-8e4f-000000000001")
YARD = UUID("01936f00-1a2b-7c3d-8e4f-000000000002")


def principal(role: Role, *groups: UUID, all_cameras: bool = False) -> Principal:
    return Principal(
        user_id="1", username="ann", role=role, all_cameras=all_cameras, group_ids=frozenset(groups)
    )


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb is not Verb.LIVE])
def test_viewer_when_asking_for_anything_but_live_then_refused(verb: Verb) -> None:
    assert not principal(Role.VIEWER, all_cameras=True).may(verb)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.REVIEWER, Role.VIEWER])
@pytest.mark.parametrize("verb", [Verb.CONFIGURE, Verb.MANAGE_USERS])
def test_configuration_is_the_administrators_alone(role: Role, verb: Verb) -> None:
    assert not principal(role).may(verb)
    assert principal(Role.ADMIN).may(verb)


def test_every_role_has_its_verbs_and_every_verb_somebody() -> None:
    assert set(VERBS) == set(Role)
    assert set().union(*VERBS.values()) == set(Verb)


def test_camera_of_another_group_when_asked_for_then_refused() -> None:
    viewer = principal(Role.VIEWER, GATE)
    assert viewer.may_on(Verb.LIVE, GATE)
    assert not viewer.may_on(Verb.LIVE, YARD)
    assert not viewer.may_on(Verb.LIVE, None)
    assert not viewer.may_on(Verb.EXPORT, GATE)


roles = st.sampled_from(Role)
verbs = st.sampled_from(Verb)
groups = st.none() | st.sampled_from([GATE, YARD])
principals = st.builds(
    Principal,
    user_id=st.just("1"),
    username=st.just("ann"),
    role=roles,
    all_cameras=st.booleans(),
    group_ids=st.frozensets(st.sampled_from([GATE, YARD])),
)


@given(principals, verbs, groups)
def test_permission_on_a_camera_is_never_wider_than_role_and_groups(
    who: Principal, verb: Verb, group: UUID | None
) -> None:
    allowed = who.may_on(verb, group)
    assert allowed == (verb in VERBS[who.role] and who.sees(group))
    if who.sees_all:
        assert who.sees(group)
    elif group is None or group not in who.group_ids:
        assert not allowed


@given(principals, st.sets(verbs))
def test_may_any_is_true_only_for_a_verb_the_role_has(who: Principal, asked: set[Verb]) -> None:
    assert may_any(who, asked) == bool(asked & VERBS[who.role])
