"""The one base error. It carries a stable code and no HTTP status: the edge maps code to status once."""


class MosaicError(Exception):
    """Something that the caller can be told; `code` is stable and kebab-case."""

    code = "error"

    def __init__(self, detail: str = "", *, code: str | None = None) -> None:
        super().__init__(detail or (self.__doc__ or "").split("\n")[0])
        if code is not None:
            self.code = code

    @property
    def detail(self) -> str:
        return str(self)


class NotFoundError(MosaicError):
    """There is no such thing, or it is not yours to see."""

    code = "not-found"


class PermissionDeniedError(MosaicError):
    """Your role does not allow this."""

    code = "permission-denied"


class UnauthenticatedError(MosaicError):
    """No valid credentials were given."""

    code = "unauthenticated"


class ConflictError(MosaicError):
    """The request contradicts the present state."""

    code = "conflict"


class UnavailableError(MosaicError):
    """A part that this needs is down; trying again later may help."""

    code = "unavailable"


class InvalidInputError(MosaicError):
    """The input is not acceptable. `pointer` is the JSON pointer of the field, where there is one."""

    code = "invalid-input"

    def __init__(self, detail: str = "", *, pointer: str = "", code: str | None = None) -> None:
        super().__init__(detail, code=code)
        self.pointer = pointer
