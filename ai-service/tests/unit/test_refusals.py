"""What led to an error tells whether nothing listened."""

from mosaic_ai.infrastructure.refusals import refused


def test_error_when_what_led_to_it_is_a_ring_then_the_answer_comes_all_the_same() -> None:
    one, two = OSError("one"), OSError("two")
    one.__cause__, two.__cause__ = two, one
    assert not refused(one)


def test_error_when_all_addresses_refused_then_so_told_and_not_when_one_was_silent() -> None:
    outer = OSError("all failed")
    outer.__cause__ = BaseExceptionGroup(
        "both", [ConnectionRefusedError(), ConnectionRefusedError()]
    )
    assert refused(outer)
    outer.__cause__ = BaseExceptionGroup("both", [ConnectionRefusedError(), TimeoutError()])
    assert not refused(outer)
