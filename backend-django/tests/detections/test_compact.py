"""The compact forms of a read's boxes and evidence keys."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.detections.domain import boxes
from mosaic_backend.detections.domain.crop_keys import CropKeys

AT = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)
READ, CAMERA = UUID(int=0x01_93 << 112 | 7 << 76), UUID(int=5)
USUAL = f"plates/2026/11/27/{CAMERA}/{READ}"
KINDS = st.sampled_from(["plate", "scene", "vehicle", "another"])
PARTS = st.one_of(
    st.sampled_from(
        [str(READ), str(CAMERA), "2026/11/27", *"/-_.:? {}RCDKpsv", "plate", "\n", "é"]
    ),
    st.text(max_size=4),
)


@given(st.dictionaries(KINDS, st.lists(PARTS, max_size=9).map("".join)))
def test_keys_when_unpacked_then_the_same_whatever_they_are(images: dict[str, str]) -> None:
    keys = CropKeys(READ, CAMERA, AT)
    assert keys.unpacked(keys.packed(images)) == images


@given(
    st.dictionaries(
        KINDS,
        st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,9}(/[a-z0-9][a-z0-9_.-]{0,9}){0,3}", fullmatch=True),
    )
)
def test_keys_when_of_another_store_then_no_longer_than_json(images: dict[str, str]) -> None:
    keys = CropKeys(READ, CAMERA, AT)
    compact = keys.packed(images)
    assert keys.unpacked(compact) == images
    assert len(compact) <= sum(len(kind) + len(key) + 8 for kind, key in images.items()) + 2


def test_keys_when_as_the_ai_service_names_them_then_a_few_characters() -> None:
    images = {kind: f"{USUAL}-{kind}.jpg" for kind in ("plate", "vehicle", "scene")}
    assert CropKeys(READ, CAMERA, AT).packed(images) == "psv"
    east = AT.astimezone(timezone(timedelta(hours=20)))
    assert CropKeys(READ, CAMERA, east).unpacked("psv") == images
    del images["vehicle"]
    assert CropKeys(READ, CAMERA, AT).packed(images) == "ps"
    images["plate"] = "a/plates/plate-1.png"
    assert CropKeys(READ, CAMERA, AT).packed(images) == "p:a/plates/K-1.png s"
    assert CropKeys(READ, CAMERA, AT).packed({}) == ""


@given(st.lists(st.integers(0, 10**7), min_size=4, max_size=4))
def test_box_when_of_seven_decimals_then_the_same(units: list[int]) -> None:
    box = tuple(unit / 10**7 for unit in units)
    assert boxes.unpacked(boxes.packed(box)) == box
    assert len(boxes.packed(box)) == 12


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_box_when_finer_then_within_half_a_ten_millionth(box: list[float]) -> None:
    again = boxes.unpacked(boxes.packed(box))
    assert all(abs(one - other) <= 0.51e-7 for one, other in zip(box, again, strict=True))
