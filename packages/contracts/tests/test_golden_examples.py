"""The golden examples are what a foreign consumer sees: types and committed schemas must both accept them."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from mosaic_contracts.events import EVENT_TYPES, CloudEvent
from mosaic_contracts.schemas import FOLDER

GOLDEN = Path(__file__).parent / "golden"
TYPES = sorted(EVENT_TYPES)


def golden(type_name: str) -> dict[str, Any]:
    return json.loads((GOLDEN / f"{type_name}.json").read_text())


def schema(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text())


def validator(name: str) -> jsonschema.Draft202012Validator:
    document = schema(name)
    jsonschema.Draft202012Validator.check_schema(document)
    return jsonschema.Draft202012Validator(
        document, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def test_every_event_type_has_a_golden_example_and_nothing_is_left_over() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == TYPES


@pytest.mark.parametrize("type_name", TYPES)
def test_golden_example_when_parsed_as_event_then_its_payload_round_trips(type_name: str) -> None:
    example = golden(type_name)
    event = CloudEvent.from_json(json.dumps(example).encode())
    assert event.type == type_name
    payload = event.payload()
    assert type(payload) is EVENT_TYPES[type_name]
    assert event.subject == payload.subject
    assert type(payload).model_validate(payload.model_dump(mode="json")) == payload
    assert payload.model_dump(mode="json").keys() == example["data"].keys()


@pytest.mark.parametrize("type_name", TYPES)
def test_golden_example_when_checked_by_committed_schemas_then_valid(type_name: str) -> None:
    example = golden(type_name)
    validator("cloudevent").validate(example)
    validator(type_name).validate(example["data"])


@pytest.mark.parametrize("type_name", TYPES)
def test_golden_example_uses_every_field_of_its_type(type_name: str) -> None:
    assert golden(type_name)["data"].keys() == schema(type_name)["properties"].keys()


@pytest.mark.parametrize("type_name", TYPES)
def test_unknown_fields_when_present_then_ignored_by_consumers(type_name: str) -> None:
    example = golden(type_name)
    known = CloudEvent.from_json(json.dumps(example).encode()).payload()
    example["from_the_future"] = {"any": "thing"}
    example["data"]["from_the_future"] = [1, 2, 3]
    event = CloudEvent.from_json(json.dumps(example).encode())
    assert event.payload() == known
    validator("cloudevent").validate(example)
    validator(type_name).validate(example["data"])


@pytest.mark.parametrize("type_name", TYPES)
def test_each_required_field_when_missing_then_both_type_and_schema_refuse(type_name: str) -> None:
    required = schema(type_name)["required"]
    assert required
    for field in required:
        data = golden(type_name)["data"]
        del data[field]
        with pytest.raises(ValidationError):
            EVENT_TYPES[type_name].model_validate(data)
        assert list(validator(type_name).iter_errors(data)), field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("specversion", "0.3"),
        ("id", "not-a-uuid"),
        ("source", ""),
        ("type", "plate.read"),
        ("type", "mosaic.plate.read"),
        ("time", "2026-11-20T08:15:30"),
        ("data", "text"),
    ],
)
def test_envelope_when_field_breaks_the_contract_then_refused(field: str, value: str) -> None:
    example = golden("mosaic.plate.read.v1") | {field: value}
    with pytest.raises(ValidationError):
        CloudEvent.model_validate_json(json.dumps(example))


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"{" * 10_000])
def test_body_when_no_event_then_validation_error(body: bytes) -> None:
    with pytest.raises(ValidationError):
        CloudEvent.from_json(body)


def test_payload_when_type_unknown_then_key_error() -> None:
    example = golden("mosaic.plate.read.v1") | {"type": "mosaic.plate.painted.v1"}
    event = CloudEvent.model_validate_json(json.dumps(example))
    with pytest.raises(KeyError):
        event.payload()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("confidence", 1.01),
        ("confidence", -0.01),
        ("box", [0.1, 0.2, 0.3]),
        ("box", [0.1, 0.2, 0.3, 1.2]),
        ("text", ""),
        ("votes", 0),
        ("revision", 0),
        ("candidates", [[["", 0.5]]]),
        ("interpretations", [{"text": "AB8", "country": "GB", "format": "", "probability": 2}]),
        (
            "interpretations",
            [{"text": "AB8", "country": "Great Britain", "format": "", "probability": 1}],
        ),
        ("images", {"plate": "../../etc/passwd"}),
        ("images", {"plate": "/absolute"}),
        ("images", {"plate": "reads/.hidden"}),
        ("seen_at", "2026-11-20T08:15:29"),
    ],
)
def test_plate_read_when_value_out_of_contract_then_refused(field: str, value: object) -> None:
    data = golden("mosaic.plate.read.v1")["data"] | {field: value}
    with pytest.raises(ValidationError):
        EVENT_TYPES["mosaic.plate.read.v1"].model_validate(data)


def test_plate_read_when_from_before_interpretations_then_it_has_none() -> None:
    data = golden("mosaic.plate.read.v1")["data"]
    del data["interpretations"]
    validator("mosaic.plate.read.v1").validate(data)
    assert (
        EVENT_TYPES["mosaic.plate.read.v1"].model_validate(data).model_dump()["interpretations"]
        == []
    )
