"""Hours of a camera: whatever is changed, taken out, put in or swapped breaks the chain at its place."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mosaic_evidence import keys
from mosaic_evidence.canonical import canonical
from mosaic_evidence.chain import (
    HOUR,
    ChainFault,
    Segment,
    SignedHead,
    check_chain,
    head_of,
    includes,
    inclusion_of,
)

from .samples import KEY, OTHER_KEY

START = datetime(2026, 11, 25, 8, tzinfo=UTC)
PUBLIC, OTHER = (keys.raw(key.public_key()) for key in (KEY, OTHER_KEY))
KNOWN = {keys.fingerprint(PUBLIC): PUBLIC, keys.fingerprint(OTHER): OTHER}


def segments(hour: int, count: int) -> list[Segment]:
    begin = START + hour * HOUR
    return [
        Segment(f"gate/{hour}-{n}.mp4", begin + timedelta(minutes=n), 60_000, 100 + n, f"{n:064x}")
        for n in range(count)
    ]


def chain(hours: int = 5) -> list[SignedHead]:
    """The third hour has no segments; the key is rotated before the fourth."""
    heads: list[SignedHead] = []
    for hour in range(hours):
        made = segments(hour, 0 if hour == 2 else 7 + hour)
        key = KEY if hour < 3 else OTHER_KEY
        heads.append(head_of("gate", START + hour * HOUR, made, heads[-1] if heads else None, key))
    return heads


HEADS = chain()


def test_chain_when_untouched_then_well_whole_or_from_a_checked_head_on() -> None:
    assert check_chain(HEADS, KNOWN) == []
    assert check_chain(HEADS[2:], KNOWN, HEADS[1]) == []
    assert [head.document["number"] for head in HEADS] == [1, 2, 3, 4, 5]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_chain_when_a_bit_is_flipped_then_named_at_its_place(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(HEADS) - 1))
    name = data.draw(st.sampled_from(["content", "signature"]))
    was: bytes = getattr(HEADS[place], name)
    at = data.draw(st.integers(0, len(was) - 1))
    now = was[:at] + bytes([was[at] ^ 1 << data.draw(st.integers(0, 7))]) + was[at + 1 :]
    heads = [*HEADS]
    heads[place] = replace(heads[place], **{name: now})
    assert place in [where for where, _ in check_chain(heads, KNOWN)]


@settings(deadline=None)
@given(st.integers(0, 3))
def test_chain_when_a_head_is_taken_out_then_the_next_shows_it(place: int) -> None:
    heads = HEADS[:place] + HEADS[place + 1 :]
    assert check_chain(heads, KNOWN) == [(place, ChainFault.BROKEN_LINK)]


def test_chain_when_heads_are_swapped_doubled_or_forged_then_named() -> None:
    one, two, three, *_ = HEADS
    swapped = [where for where, _ in check_chain([one, three, two], KNOWN)]
    assert swapped == [1, 2]
    assert check_chain([one, two, two], KNOWN) == [(2, ChainFault.BROKEN_LINK)]
    forged = head_of("gate", START + HOUR, segments(1, 3), one, OTHER_KEY)
    assert check_chain([one, forged], {keys.fingerprint(PUBLIC): PUBLIC}) == [
        (1, ChainFault.UNKNOWN_KEY)
    ]
    assert check_chain([one, forged, three], KNOWN) == [(2, ChainFault.BROKEN_LINK)]
    resigned = replace(two, signature=OTHER_KEY.sign(two.content))
    assert check_chain([one, resigned], KNOWN) == [(1, ChainFault.WRONG_SIGNATURE)]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format":"mosaic-hour/1"}'])
def test_chain_when_a_head_is_none_then_named(content: bytes) -> None:
    assert check_chain([SignedHead(content, KEY.sign(content))], KNOWN) == [(0, ChainFault.NO_HEAD)]


def test_chain_when_segments_come_late_then_a_further_head_of_their_hour() -> None:
    late = head_of("gate", START + HOUR, segments(1, 2), HEADS[-1], KEY)
    again = head_of("gate", START + HOUR, segments(1, 9)[8:], late, KEY)
    after = head_of("gate", START + 5 * HOUR, segments(5, 3), again, KEY)
    whole = [*HEADS, late, again, after]
    assert check_chain(whole, KNOWN) == []
    assert late.document["hour"] < late.document["newest"] == HEADS[-1].document["hour"]
    assert after.document["newest"] == after.document["hour"]
    assert includes(again, inclusion_of(segments(1, 9)[8:], 0))
    assert check_chain([*HEADS, again, after], KNOWN) == [(5, ChainFault.BROKEN_LINK)]


def test_chain_when_a_signer_erred_about_the_newest_hour_then_named() -> None:
    claimed = dict(HEADS[1].document, newest="2026-11-25T07:00:00.000Z")
    content = canonical(claimed)
    wrong = SignedHead(content, KEY.sign(content))
    assert check_chain([HEADS[0], wrong], KNOWN) == [(1, ChainFault.WRONG_ORDER)]


@settings(deadline=None)
@given(st.integers(1, 40), st.data())
def test_segment_when_in_the_hour_then_shown_alone_and_no_other_is(
    count: int, data: st.DataObject
) -> None:
    made = segments(0, count)
    head = head_of("gate", START, made, None, KEY)
    index = data.draw(st.integers(0, count - 1))
    shown = inclusion_of(made, index)
    assert includes(head, shown)
    assert not includes(head, replace(shown, segment=replace(made[index], sha256="f" * 64)))
    assert not includes(head, replace(shown, segment=replace(made[index], size=1)))
    assert not includes(head, replace(shown, index=index + 1))
    assert not includes(head, replace(shown, path=(*shown.path, "zz")))


@pytest.mark.parametrize(
    ("hour", "made", "before"),
    [
        (START + timedelta(minutes=1), [], None),
        (START, segments(1, 1), None),
        (START, segments(0, 3)[::-1], None),
        (START, segments(0, 1) * 2, None),
        (START, [], HEADS[0]),
        (START + HOUR, [], head_of("other", START, [], None, KEY)),
    ],
)
def test_head_when_it_cannot_be_then_refused(
    hour: datetime, made: list[Segment], before: SignedHead | None
) -> None:
    with pytest.raises(ValueError, match=r"hour|order"):
        head_of("gate", hour, made, before, KEY)
