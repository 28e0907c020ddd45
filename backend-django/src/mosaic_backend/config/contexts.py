"""The bounded contexts; each one's Django app is its infrastructure package."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

CONTEXTS = (
    "identity",
    "cameras",
    "mosaics",
    "detections",
    "clips",
    "alerts",
    "journeys",
    "dashboard",
    "partners",
    "privacy",
    "audit",
)


def interface_modules(name: str) -> dict[str, ModuleType]:
    """Context → its `interfaces.<name>` module, for those that have one."""
    found = {}
    for context in CONTEXTS:
        package = f"mosaic_backend.{context}.interfaces"
        if find_spec(package) and find_spec(f"{package}.{name}"):
            found[context] = import_module(f"{package}.{name}")
    return found
