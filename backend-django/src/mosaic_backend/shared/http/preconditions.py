"""ETag and If-Match on things that have a version."""

import re

from rest_framework.request import Request

from mosaic_contracts.errors import InvalidInputError

_TAG = re.compile(r'"([0-9]{1,18})"')


def etag_of(version: int) -> str:
    return f'"{version}"'


def expected_version(request: Request) -> int | None:
    """The version that the client means to change; None when it does not say (or says `*`).

    Raises InvalidInputError for an If-Match that none of our ETags can equal.
    """
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    match = _TAG.fullmatch(given)
    if match is None:
        raise InvalidInputError("If-Match is not an ETag of ours", pointer="If-Match")
    return int(match.group(1))
