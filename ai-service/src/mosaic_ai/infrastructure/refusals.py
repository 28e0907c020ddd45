"""Whether a connection failed because nothing listens there, which tells more than silence."""


def refused(error: BaseException | None) -> bool:
    """Of an error with the errors that led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:  # such chains may be rings
        seen.add(id(error))
        if isinstance(error, ConnectionRefusedError):
            return True
        if isinstance(error, BaseExceptionGroup):
            return all(refused(each) for each in error.exceptions)
        error = error.__cause__ or error.__context__
    return False
