"""When another node counts as lost, and when it may come back."""

from mosaic_streaming.domain.liveness import BACK_AFTER_S, LONGEST_BACK_S, LOST_AFTER_S, Liveness


def asked(node: Liveness, begin: float, end: float, *, good: bool, step: float = 1.0) -> float:
    """Asks each step; returns the instant after the last."""
    now = begin
    while now <= end:
        node.answered(now, good=good)
        node.judge(now)
        now += step
    return now


def test_node_when_silent_for_a_while_then_lost_and_not_before() -> None:
    node = Liveness(0.0, trusted=True)
    node.answered(0.0, good=True)
    asked(node, 1.0, LOST_AFTER_S - 0.1, good=False)
    assert node.alive
    asked(node, LOST_AFTER_S, LOST_AFTER_S, good=False)
    assert not node.alive


def test_node_when_one_answer_is_missing_now_and_then_then_stays() -> None:
    node = Liveness(0.0, trusted=True)
    for now in range(100):
        node.answered(float(now), good=now % 3 == 0)
        node.judge(float(now))
        assert node.alive


def test_node_when_it_answers_again_then_back_only_after_a_steady_while() -> None:
    node = Liveness(0.0, trusted=True)
    now = asked(node, 0.0, 10.0, good=False)
    assert not node.alive
    now = asked(node, now, now + BACK_AFTER_S - 2, good=True)
    node.silent(now)  # not steady: it begins anew
    now = asked(node, now + 1, now + BACK_AFTER_S, good=True)
    assert not node.alive
    asked(node, now, now + 2, good=True)
    assert node.alive


def test_node_when_it_comes_and_goes_then_moves_cameras_less_and_less() -> None:
    node = Liveness(0.0, trusted=True)
    now, changes, alive = 0.0, 0, True
    while now < 3600:
        node.answered(now, good=now % 40 < 25)  # 25 s fine, 15 s not
        node.judge(now)
        changes += node.alive != alive
        alive = node.alive
        now += 1
    assert 1 <= changes <= 4
    asked(node, now, now + LONGEST_BACK_S, good=True)
    assert node.alive


def test_node_when_not_known_before_then_has_to_prove_itself_and_nobody_waits_for_it() -> None:
    node = Liveness(0.0, trusted=False)
    assert (node.alive, node.judged) == (False, True)
    asked(node, 0.0, BACK_AFTER_S, good=True)
    assert node.alive


def test_node_when_trusted_then_judged_once_it_answered_or_had_its_time() -> None:
    silent, answering = Liveness(0.0, trusted=True), Liveness(0.0, trusted=True)
    assert not silent.judged
    answering.answered(0.5, good=True)
    assert answering.judged
    asked(silent, 1.0, LOST_AFTER_S, good=False)
    assert (silent.judged, silent.alive) == (True, False)
