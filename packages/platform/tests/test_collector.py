"""What is loaded is left out of collections, and what comes later is not."""

import subprocess
import sys

PROGRAM = """
import gc, weakref
import fastapi
from mosaic_platform.collector import leave_out_what_is_loaded

class Node:
    pass

def a_cycle():
    node = Node()
    node.itself = node
    return weakref.ref(node)

loaded = len(gc.get_objects())
leave_out_what_is_loaded()
later = a_cycle()
gc.collect()
print(gc.get_freeze_count() > 0.9 * loaded, len(gc.get_objects()) < 0.1 * loaded, later() is None)
"""


def test_collections_when_left_out_then_what_is_loaded_stays_and_later_garbage_goes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split() == ["True"] * 3
