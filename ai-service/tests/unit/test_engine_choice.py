"""Which engines look at one picture."""

from typing import Any

import pytest

from mosaic_ai.domain.engine_choice import choose
from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.errors import EngineAbsentError
from mosaic_contracts.errors import InvalidInputError


class Named:
    """An engine that is never asked anything."""

    version = "1"

    def __init__(self, name: str) -> None:
        self.name = name


def engines(*, detector: bool = True) -> Engines:
    made: dict[str, Any] = {name: Named(name) for name in ("d", "l", "s", "f", "p", "t")}
    return Engines(
        made["d"] if detector else None,
        made["l"],
        made["s"],
        made["f"],
        (),
        {"plate_recogniser": made["p"], "text_recogniser": made["t"]},
    )


@pytest.mark.parametrize(
    ("names", "title"),
    [
        ([], "d@1+s@1+f@1"),
        (["detector"], "d@1"),
        (["plates"], "s@1+f@1"),
        (["fused"], "s@1+f@1"),
        (["plate_recogniser"], "s@1+p@1"),
        (["plates", "text_recogniser"], "s@1+t@1"),
        (["text_recogniser", "detector", "detector"], "d@1+s@1+t@1"),
    ],
)
def test_engines_when_named_then_those_run(names: list[str], title: str) -> None:
    assert choose(engines(), names).title == title


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["easyocr"], "unknown-engine"),
        ([""], "unknown-engine"),
        (["fused", "plate_recogniser"], "several-readers"),
    ],
)
def test_engines_when_the_names_make_no_sense_then_refused(names: list[str], code: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        choose(engines(), names)
    assert raised.value.code == code


def test_engines_when_the_detector_is_absent_then_only_asking_for_it_is_refused() -> None:
    with pytest.raises(EngineAbsentError):
        choose(engines(detector=False), ["detector", "plates"])
    assert choose(engines(detector=False), []).title == "s@1+f@1"


@pytest.mark.parametrize("name", ["plate_recogniser", "text_recogniser"])
def test_engines_when_a_recogniser_cannot_be_asked_alone_then_refused(name: str) -> None:
    with pytest.raises(EngineAbsentError):
        choose(engines()._replace(readers_alone={}), [name])
