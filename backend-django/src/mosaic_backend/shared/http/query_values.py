"""Query parameters as values; whatever is wrong with one is told with its name."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from rest_framework.request import Request

from mosaic_contracts.errors import InvalidInputError


def id_from(request: Request, name: str) -> UUID | None:
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInputError(f"{name} is not an id", pointer=name) from error


def ids_from(request: Request, name: str, *, most: int) -> list[UUID]:
    """Of a parameter that may be given several times; each once, in order."""
    texts = request.query_params.getlist(name)
    if len(texts) > most:
        raise InvalidInputError(f"{name} is given more than {most} times", pointer=name)
    try:
        return list(dict.fromkeys(UUID(text) for text in texts))
    except ValueError as error:
        raise InvalidInputError(f"{name} is not an id", pointer=name) from error


def instant_from(request: Request, name: str) -> datetime | None:
    """An RFC 3339 instant; a `+` that a client did not escape has become a space and is taken as it was."""
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text.replace(" ", "+"))
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InvalidInputError(
        f"{name} is not an RFC 3339 time such as 2026-11-20T08:30:00Z", pointer=name
    )


def span_from(request: Request) -> tuple[datetime | None, datetime | None]:
    """`from` and `to`. Raises InvalidInputError when they are the wrong way round."""
    since, until = instant_from(request, "from"), instant_from(request, "to")
    if since and until and since > until:
        raise InvalidInputError("from is later than to", pointer="from")
    return since, until


def share_from(request: Request, name: str) -> float | None:
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise InvalidInputError(f"{name} is a number from 0 to 1", pointer=name)
    return value


def texts_from(request: Request, name: str, *, most: int, max_length: int = 64) -> list[str]:
    """Of a parameter that may be given several times; each once, in order, empty ones left out."""
    texts = request.query_params.getlist(name)
    if len(texts) > most:
        raise InvalidInputError(f"{name} is given more than {most} times", pointer=name)
    if any(len(text) > max_length or "\x00" in text for text in texts):
        raise InvalidInputError(
            f"{name} is a text of at most {max_length} characters", pointer=name
        )
    return [text for text in dict.fromkeys(texts) if text]


def time_of_day_from(request: Request, name: str) -> time | None:
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        value = time.fromisoformat(text)
        if value.tzinfo is None and ":" in text:
            return value
    except ValueError:
        pass
    raise InvalidInputError(f"{name} is not a time of day such as 08:30", pointer=name)


def seconds_from(request: Request, name: str, *, most: timedelta) -> timedelta | None:
    """More than none, at most `most`."""
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    longest = most.total_seconds()
    if not 0.001 <= value <= longest:
        raise InvalidInputError(f"{name} is a number of seconds up to {longest:g}", pointer=name)
    return timedelta(seconds=value)


def choice_from(request: Request, name: str, among: Iterable[str]) -> str | None:
    """One of the texts that `among` has, in their order; an empty one is none of them, and refused."""
    text, choices = request.query_params.get(name), [str(each) for each in among]
    if text is not None and text not in choices:
        raise InvalidInputError(f"{name} is one of {', '.join(choices)}", pointer=name)
    return text


def flag_from(request: Request, name: str) -> bool | None:
    text = request.query_params.get(name)
    if text and text not in {"true", "false"}:
        raise InvalidInputError(f"{name} is true or false", pointer=name)
    return text == "true" if text else None


def text_from(request: Request, name: str, *, max_length: int = 64) -> str | None:
    text = request.query_params.get(name)
    if text is not None and (len(text) > max_length or "\x00" in text):
        raise InvalidInputError(
            f"{name} is a text of at most {max_length} characters", pointer=name
        )
    return text or None
