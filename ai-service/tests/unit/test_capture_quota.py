"""Which captured pictures go."""

from datetime import timedelta
from itertools import count

from captured import AT, CAMERA
from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.domain.capture_quota import to_remove
from mosaic_ai.domain.captures import KeptCapture, Worth

NOW = AT
MONTH = timedelta(days=30)
_numbers = count()


def kept(
    *,
    days: float = 0,
    uncertainty: float = 0.5,
    size: int = 10,
    labelled: bool = False,
    complete: bool = True,
) -> KeptCapture:
    at, worth = NOW - timedelta(days=days), Worth("unsure", uncertainty)
    return KeptCapture(str(next(_numbers)), CAMERA, at, worth, size, complete, labelled)


def gone(*all_of_them: KeptCapture, most_bytes: int = 1000) -> list[KeptCapture]:
    return to_remove(all_of_them, NOW, most_bytes=most_bytes, retention=MONTH)


def test_picture_when_older_than_the_retention_then_goes_label_or_not() -> None:
    old, labelled, young = kept(days=31), kept(days=31, labelled=True), kept(days=29)
    assert gone(old, labelled, young) == [old, labelled]


def test_pictures_when_they_are_too_much_then_the_oldest_and_least_uncertain_first() -> None:
    new_sure, new_unsure = kept(uncertainty=0.2), kept(uncertainty=0.9)
    old_unsure, labelled = kept(days=20, uncertainty=0.9), kept(uncertainty=0.0, labelled=True)
    all_of_them = (labelled, new_unsure, old_unsure, new_sure)
    assert gone(*all_of_them, most_bytes=30) == [old_unsure]
    assert gone(*all_of_them, most_bytes=29) == [old_unsure, new_sure]
    assert gone(*all_of_them, most_bytes=10) == [old_unsure, new_sure, new_unsure]


def test_leftover_when_its_writer_died_then_goes_after_an_hour() -> None:
    fresh, dead = kept(days=0.01, complete=False), kept(days=0.1, complete=False)
    assert gone(fresh, dead) == [dead]


@given(
    st.lists(
        st.tuples(st.floats(0, 60), st.floats(0, 1), st.integers(1, 100), st.booleans()),
        max_size=30,
    ),
    st.integers(0, 1000),
)
def test_what_stays_fits_and_is_young(
    given_ones: list[tuple[float, float, int, bool]], most_bytes: int
) -> None:
    items = [
        kept(days=days, uncertainty=uncertainty, size=size, labelled=labelled)
        for days, uncertainty, size, labelled in given_ones
    ]
    left = set(items) - set(gone(*items, most_bytes=most_bytes))
    assert sum(item.size_bytes for item in left) <= most_bytes
    assert all(NOW - item.captured_at <= MONTH for item in left)
