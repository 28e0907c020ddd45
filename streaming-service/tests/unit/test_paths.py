"""Desired paths and their difference from what is there."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import DesiredCamera, LiveSettings, RecordingSettings
from mosaic_streaming.domain.addresses import AddressPolicy
from mosaic_streaming.domain.paths import (
    Settings,
    camera_of,
    changes_between,
    desired_paths,
    duration_s,
    path_settings,
    same_settings,
)

IDS = [new_id() for _ in range(6)]


def camera(
    camera_id: UUID = IDS[0],
    url: str = "rtsp://10.0.0.1/a",
    *,
    enabled: bool = True,
    mode: str = "off",
    sub: str | None = None,
) -> DesiredCamera:
    return DesiredCamera(
        id=camera_id,
        name="gate",
        source_url=url,
        sub_url=sub,
        enabled=enabled,
        recording=RecordingSettings(mode=mode),
        revision=1,
    )


cameras = st.lists(
    st.builds(
        camera,
        st.sampled_from(IDS),
        st.sampled_from(["rtsp://10.0.0.1/a", "rtsp://10.0.0.2/b"]),
        enabled=st.booleans(),
        mode=st.sampled_from(["off", "continuous"]),
        sub=st.sampled_from([None, "", "rtsp://10.0.0.1/b", "rtsp://169.254.1.1/x"]),
    ),
    unique_by=lambda made: made.id,
)
strangers = st.dictionaries(st.sampled_from(["all_others", "~^x", "by-hand"]), st.just({}))


def main_settings(made: DesiredCamera) -> Settings:
    return path_settings(made, "main", made.source_url)


@given(cameras, cameras, strangers)
def test_any_observed_state_converges_and_only_differing_paths_are_touched(
    had: list[DesiredCamera], wanted: list[DesiredCamera], others: dict[str, dict[str, str]]
) -> None:
    observed = desired_paths(had, AddressPolicy()) | others
    desired = desired_paths(wanted, AddressPolicy())
    changes = changes_between(observed, desired)
    applied = {
        name: settings for name, settings in observed.items() if name not in changes.remove
    } | {**changes.add, **changes.patch}
    assert {name: applied[name] for name in applied if camera_of(name)} == desired
    assert others.items() <= applied.items()
    assert not changes_between(applied, desired)
    touched = {*changes.add, *changes.patch, *changes.remove}
    assert not touched & {name for name in observed if observed[name] == desired.get(name)}


def test_recorded_camera_always_runs_and_others_open_on_demand() -> None:
    recorded = main_settings(camera(mode="continuous"))
    assert (recorded["record"], recorded["sourceOnDemand"]) == (True, False)
    live = main_settings(camera())
    assert (live["record"], live["sourceOnDemand"]) == (False, True)
    assert live["sourceOnDemandCloseAfter"] == "10s"
    assert live["rtspTransport"] == "tcp"


def test_durations_are_equal_however_mediamtx_writes_them() -> None:
    wanted = main_settings(camera())
    observed = {
        **wanted,
        "recordDeleteAfter": "0s",
        "sourceOnDemandStartTimeout": "0h0m10s",
        "x": 1,
    }
    assert same_settings(observed, wanted)
    assert duration_s("1d12h0m0.5s") == 86400 * 1.5 + 0.5
    assert not same_settings({**observed, "recordDeleteAfter": "24h0m0s"}, wanted)


def test_disabled_and_forbidden_cameras_have_no_path() -> None:
    listed = [
        camera(IDS[0], enabled=False),
        camera(IDS[1], "rtsp://169.254.169.254/x"),
        camera(IDS[2], "rtsp://[fe80::1]/x"),
        camera(IDS[3], "rtsp://[::ffff:169.254.1.1]/x"),
        camera(IDS[4], "not a url"),
        camera(IDS[5], "rtsp://camera.local/x"),
    ]
    assert set(desired_paths(listed, AddressPolicy())) == {str(IDS[5])}


def test_second_stream_has_a_path_of_its_own_which_is_never_recorded() -> None:
    both = desired_paths([camera(sub="rtsp://10.0.0.1/b", mode="continuous")], AddressPolicy())
    assert set(both) == {str(IDS[0]), f"{IDS[0]}/sub"}
    main, sub = both[str(IDS[0])], both[f"{IDS[0]}/sub"]
    assert (main["source"], main["record"]) == ("rtsp://10.0.0.1/a", True)
    assert (sub["source"], sub["record"], sub["sourceOnDemand"]) == (
        "rtsp://10.0.0.1/b",
        False,
        True,
    )
    for none in (None, ""):
        assert set(desired_paths([camera(sub=none)], AddressPolicy())) == {str(IDS[0])}
    off = camera(sub="rtsp://10.0.0.1/b", enabled=False)
    assert not desired_paths([off], AddressPolicy())


def test_streams_of_a_camera_are_refused_each_by_its_own_address() -> None:
    listed = [
        camera(IDS[0], sub="rtsp://169.254.169.254/x"),
        camera(IDS[1], "rtsp://169.254.169.254/x", sub="rtsp://10.0.0.1/b"),
        camera(IDS[2], sub="rtsp://Bad.local/b"),
    ]
    assert set(desired_paths(listed, AddressPolicy(), {"bad.local"})) == {
        str(IDS[0]),
        f"{IDS[1]}/sub",
        str(IDS[2]),
    }


def test_streams_that_may_be_transcoded_have_a_path_from_the_transcoder_beside_their_own() -> None:
    allowed = camera(sub="rtsp://10.0.0.1/b", mode="continuous").model_copy(
        update={"live": LiveSettings(transcode="when_needed")}
    )
    paths = desired_paths([allowed], AddressPolicy(), transcoder_url="rtsp://m:s@127.0.0.1:1")
    own = {str(IDS[0]), f"{IDS[0]}/sub"}
    made = {f"{path}/h264" for path in own}
    assert paths.keys() == own | made
    for path in made:
        assert paths[path]["source"] == f"rtsp://m:s@127.0.0.1:1/{path}"
        assert (paths[path]["sourceOnDemand"], paths[path]["record"]) == (True, False)
        assert paths[path].keys() == paths[str(IDS[0])].keys()
    assert desired_paths([allowed], AddressPolicy()).keys() == own
    never = camera(sub="rtsp://10.0.0.1/b")
    assert desired_paths([never], AddressPolicy(), transcoder_url="rtsp://m:s@x").keys() == own


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("{}", True),
        ("{}/sub", True),
        ("{}/", False),
        ("{}/main", False),
        ("{}/sub/", False),
        ("{}/sub/sub", False),
        ("{}/h264", True),
        ("{}/sub/h264", True),
        ("{}/h264/h264", False),
        ("{}/h264/sub", False),
        ("h264", False),
        ("/{}", False),
        ("sub", False),
        ("", False),
        ("all_others", False),
    ],
)
def test_camera_paths_are_told_from_those_of_others(name: str, ours: bool) -> None:
    assert camera_of(name.format(IDS[0])) == (IDS[0] if ours else None)
    assert not camera_of(name.format(str(IDS[0]).upper()))


@pytest.mark.parametrize("character", ["\0", "\n", "\r", "\t", "\x1f", "\x7f"])
def test_url_with_a_control_character_is_no_camera_whatever_host_follows(character: str) -> None:
    url = f"rtsp://169.254.169.254{character}@10.0.0.1/x"
    assert not AddressPolicy().allows_url(url)
    assert not desired_paths([camera(url=url)], AddressPolicy())


def test_networks_limit_addresses() -> None:
    policy = AddressPolicy(["10.0.0.0/8", "fd00::/8"])
    assert policy.allows_url("rtsp://10.1.2.3/x")
    assert policy.allows_url("rtsp://[fd00::1]/x")
    assert not policy.allows_url("rtsp://192.168.0.1/x")
    assert not policy.allows_url("rtsp://127.0.0.1/x")
