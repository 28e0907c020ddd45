"""The envelope of every event: CloudEvents 1.0, structured JSON."""

from typing import Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from mosaic_contracts.clock import Clock, SystemClock
from mosaic_contracts.events.types import EVENT_TYPES, EventData
from mosaic_contracts.ids import new_id

EXCHANGE = "mosaic.events"
CONTENT_TYPE = "application/cloudevents+json"


class CloudEvent(BaseModel):
    """One event. (source, id) is unique: a consumer that saw the pair before does nothing."""

    model_config = ConfigDict(extra="allow", frozen=True)

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str = Field(min_length=1, max_length=200)
    type: str = Field(pattern=r"^mosaic(\.[a-z_]+){2}\.v[0-9]+$")
    subject: str = ""
    time: AwareDatetime
    datacontenttype: Literal["application/json"] = "application/json"
    data: dict[str, Any]
    traceparent: str | None = None

    def payload(self) -> EventData:
        """The data as its type.

        Raises KeyError for an unknown type and pydantic.ValidationError for data that breaks the contract.
        """
        return EVENT_TYPES[self.type].model_validate(self.data)

    def to_json(self) -> bytes:
        return self.model_dump_json(exclude_none=True).encode()

    @classmethod
    def from_json(cls, body: bytes) -> Self:
        """Raises pydantic.ValidationError for anything that is not an event."""
        return cls.model_validate_json(body)


def new_event(data: EventData, *, source: str, clock: Clock | None = None) -> CloudEvent:
    """Wraps data into a fresh event; `source` names the producer, as in `mosaic/ai`."""
    return CloudEvent(
        id=new_id(),
        source=source,
        type=data.TYPE,
        subject=data.subject,
        time=(clock or SystemClock()).now(),
        data=data.model_dump(mode="json"),
    )
