"""How this process's memory goes back to the system: by glibc; elsewhere nothing happens."""

import ctypes

_MMAP_THRESHOLD = -3
_LARGE_BYTES = 1 << 20


def return_pictures_at_once() -> None:
    """What takes a megabyte or more is mapped by itself, and unmapped when it is freed.

    Else glibc takes the first picture that is freed as a sign that such sizes come often, and keeps them in its
    heaps, where smaller things come to lie between them: a service that had followed 36 cameras, 12 at a time,
    held 280 MB that nothing used.
    """
    _call("mallopt", _MMAP_THRESHOLD, _LARGE_BYTES)


def give_back() -> None:
    """After much was freed at once, which glibc keeps for later."""
    _call("malloc_trim", 0)


def _call(name: str, *arguments: int) -> None:
    function = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*arguments)
