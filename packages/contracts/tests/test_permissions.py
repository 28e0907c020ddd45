"""The one policy: role and user decide the verb, group decides the camera."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_contracts.permissions import (
    GRANTABLE,
    TO_KNOW,
    VERBS,
    GroupScope,
    Principal,
    Role,
    Verb,
    verbs_of,
)

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


def test_group_with_verbs_of_its_own_when_asked_then_they_alone_count() -> None:
    ann = Principal(
        user_id="1",
        username="ann",
        role=Role.OPERATOR,
        all_cameras=True,
        group_ids=frozenset(),
        group_verbs={GATE: frozenset({Verb.CONFIGURE}), YARD: frozenset()},
    )
    assert ann.may_on(Verb.CONFIGURE, GATE)
    assert not ann.may_on(Verb.CONFIGURE, None)
    assert not ann.may_on(Verb.LIVE, GATE)
    assert not ann.may_on(Verb.LIVE, YARD)
    assert ann.may_on(Verb.LIVE, None)
    assert GATE in ann.scope(*TO_KNOW)
    assert YARD not in ann.scope(*TO_KNOW)


def test_verbs_when_given_and_taken_then_taking_wins_and_users_are_never_given() -> None:
    given = [Verb.PTZ, Verb.SEARCH, Verb.MANAGE_USERS]
    assert verbs_of(Role.VIEWER, given, [Verb.SEARCH]) == {Verb.LIVE, Verb.PTZ}
    assert verbs_of(Role.ADMIN, [], list(Verb)) == frozenset(Verb)
    assert Verb.MANAGE_USERS not in GRANTABLE


roles = st.sampled_from(Role)
verbs = st.sampled_from(Verb)
GROUPS = [GATE, YARD, UUID("01936f00-1a2b-7c3d-8e4f-000000000003")]
groups = st.none() | st.sampled_from(GROUPS)
scopes = st.builds(
    GroupScope, everything=st.booleans(), groups=st.frozensets(st.sampled_from(GROUPS))
)
principals = st.builds(
    Principal,
    user_id=st.just("1"),
    username=st.just("ann"),
    role=roles,
    all_cameras=st.booleans(),
    group_ids=st.frozensets(st.sampled_from(GROUPS)),
    verbs=st.none() | st.frozensets(verbs),
    group_verbs=st.dictionaries(st.sampled_from(GROUPS), st.frozensets(verbs)),
)


@given(principals, verbs, groups)
def test_permission_on_a_camera_is_what_group_then_user_then_role_say(
    who: Principal, verb: Verb, group: UUID | None
) -> None:
    if who.role is Role.ADMIN:
        expected = True
    elif group is not None and group in who.group_verbs:
        expected = verb in who.group_verbs[group]
    else:
        own = VERBS[who.role] if who.verbs is None else who.verbs
        expected = verb in own and (who.all_cameras or group in who.group_ids)
    assert who.may_on(verb, group) is expected
    if expected:
        assert who.may(verb)


@given(scopes, scopes, groups)
def test_scopes_when_joined_then_hold_what_either_holds(
    one: GroupScope, other: GroupScope, group: UUID | None
) -> None:
    assert (group in (one | other)) is (group in one or group in other)
