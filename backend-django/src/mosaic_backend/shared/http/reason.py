"""Why somebody asks, in their own words: the header X-Reason or the parameter `reason`."""

from rest_framework.request import Request

from mosaic_contracts.errors import InvalidInputError

PARAMETER = "reason"
HEADER = "X-Reason"
MAX_LENGTH = 500


def reason_from(request: Request) -> str:
    """Empty where none is given. Raises InvalidInputError for one that is too long or holds a NUL."""
    given = request.query_params.get(PARAMETER) or _from_header(request)
    if len(given) > MAX_LENGTH or "\x00" in given:
        raise InvalidInputError(
            f"the reason is a text of at most {MAX_LENGTH} characters", pointer=PARAMETER
        )
    return given.strip()


def _from_header(request: Request) -> str:
    """Headers come as Latin-1; what was meant as UTF-8 becomes that again."""
    given = request.headers.get(HEADER, "")
    try:
        return given.encode("latin-1").decode()
    except UnicodeError:
        return given
