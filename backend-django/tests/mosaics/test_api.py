import pytest

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure.models import CameraGroup
from mosaic_contracts.ids import new_id

URL = "/api/v1/mosaics"


def add_cameras(count: int, **fields: object) -> list[str]:
    return [
        str(
            camera_administration()
            .add(CameraDraft(name=f"c{number}", source_url="rtsp://10.0.0.1/x", **fields))
            .id
        )
        for number in range(count)
    ]


def tiles(*ids: str) -> list[dict]:
    return [{"position": position, "camera_id": camera} for position, camera in enumerate(ids)]


def test_list_when_user_has_none_then_default_follows_the_first_cameras(admin):
    first = admin.get(URL).json()["items"]
    assert (first[0]["layout"], first[0]["tiles"]) == ("2x2", [])
    ids = add_cameras(5)
    again = admin.get(URL).json()["items"]
    assert len(again) == 1
    assert again[0]["tiles"] == tiles(*ids[:4])


def test_default_when_edited_then_it_stays_as_it_was_left(admin):
    ids = add_cameras(5)
    mosaic = admin.get(URL).json()["items"][0]
    path = f"{URL}/{mosaic['id']}"
    answer = admin.patch(path, {"name": "Mine"}, headers={"If-Match": '"1"'})
    assert answer.status_code == 200
    assert answer["ETag"] == '"2"'
    camera_administration().remove(ids[0])
    assert admin.get(path).json()["tiles"] == tiles(*ids[:4])[1:]


def test_default_when_groups_limit_then_only_visible_cameras(client_of, db):
    group = CameraGroup.objects.create(name="g")
    add_cameras(3)
    mine = add_cameras(2, group_id=group.id)
    viewer = client_of("viewer", groups=[group.id])
    assert viewer.get(URL).json()["items"][0]["tiles"] == tiles(*mine)


def test_create_when_shared_then_others_read_but_do_not_change(admin, client_of):
    ids = add_cameras(2)
    body = {"name": "Gates", "layout": "1+5", "tiles": tiles(*ids), "shared": True}
    made = admin.post(URL, body)
    assert made.status_code == 201
    path = made["Location"]
    other = client_of("operator")
    assert other.get(path).json()["mine"] is False
    assert other.put(path, body).status_code == 403
    assert other.delete(path).status_code == 403
    admin.patch(path, {"shared": False})
    assert other.get(path).status_code == 404
    assert other.delete(path).status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"layout": "5x5"}, "/layout"),
        ({"layout": "1", "tiles": [0, 1]}, "/tiles/1/position"),
        ({"tiles": [0, 0]}, "/tiles/1/position"),
        ({"tiles": [-1]}, "/tiles/0/position"),
        ({"name": ""}, "/name"),
    ],
)
def test_create_when_invalid_then_400_points_there(admin, change, pointer):
    (camera,) = add_cameras(1)
    if "tiles" in change:
        change["tiles"] = [
            {"position": position, "camera_id": camera} for position in change["tiles"]
        ]
    answer = admin.post(URL, {"name": "x"} | change)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_create_when_a_camera_is_unknown_or_not_visible_then_400(client_of, db):
    (hidden,) = add_cameras(1)
    group = CameraGroup.objects.create(name="g")
    person = client_of("operator", groups=[group.id])
    for camera in (hidden, str(new_id())):
        answer = person.post(URL, {"name": "x", "tiles": tiles(camera)})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "/tiles/0/camera_id"


def test_change_when_if_match_is_stale_then_412(admin):
    made = admin.post(URL, {"name": "x"})
    assert admin.patch(made["Location"], {"name": "y"}).status_code == 200
    stale = admin.patch(made["Location"], {"name": "z"}, headers={"If-Match": made["ETag"]})
    assert stale.status_code == 412
    assert stale.json()["code"] == "precondition-failed"


def test_viewer_when_arranging_then_403(client_of, db):
    viewer = client_of("viewer")
    assert viewer.post(URL, {"name": "x"}).status_code == 403


def test_list_when_more_mosaics_then_same_number_of_queries(admin, django_assert_num_queries):
    ids = add_cameras(2)
    for count in (1, 6):
        for number in range(count):
            admin.post(URL, {"name": f"m{number}", "tiles": tiles(*ids)})
        with django_assert_num_queries(4):
            admin.get(URL)
