"""Garbage collection in processes that answer for as long as they live."""

import gc


def leave_out_what_is_loaded() -> None:
    """From now on collections do not go through what is there: modules, classes, routes.

    A full one took 100 ms and more of somebody's request, which waits meanwhile; none of that ever goes.
    """
    gc.collect()
    gc.freeze()
