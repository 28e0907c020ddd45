"""Wires the models: what is active is opened, and can be exchanged while the service runs."""

import math
from typing import NamedTuple

from mosaic_ai.application.activate_model import (
    ActivationJournal,
    ActiveModels,
    ModelActivator,
    ModelRegistry,
    starting_selection,
)
from mosaic_ai.application.engine_host import EngineHost
from mosaic_ai.domain.engines import Role
from mosaic_ai.infrastructure.active_models import FileActiveModels
from mosaic_ai.infrastructure.model_registry import FileModelRegistry, shipped_dir
from mosaic_ai.infrastructure.pooled_engine_host import PooledEngineHost
from mosaic_ai.infrastructure.processor_time import usable_cores
from mosaic_ai.infrastructure.runtime_choice import chosen
from mosaic_ai.infrastructure.verifying_child import ChildModelVerifier, verify_now
from mosaic_ai.settings import Settings
from mosaic_contracts.clock import SystemClock


class Models(NamedTuple):
    """notes: why another model than the chosen one was opened."""

    registry: ModelRegistry
    active: ActiveModels
    host: EngineHost
    notes: dict[Role, str]

    def activator(self, journal: ActivationJournal) -> ModelActivator:
        return ModelActivator(
            self.registry,
            self.active,
            ChildModelVerifier(),
            self.host,
            journal,
            clock=SystemClock(),
            notes=self.notes,
        )


def open_models(settings: Settings) -> Models:
    """Raises ModelError where a model that Mosaic brings is missing or altered; never because of another one."""
    registry = FileModelRegistry(shipped_dir(), settings.models_dir)
    active = FileActiveModels(settings.data_dir / "active-models.json")
    selection, notes = starting_selection(registry, active, verify_now)
    selection = chosen(selection, settings.runtimes, settings.models_dir)
    host = PooledEngineHost(selection, processes=processes_of(settings))
    return Models(registry, active, host, notes)


def cores_of(settings: Settings) -> float:
    """That all processes of the service may take together."""
    return settings.ai_cpu_budget or usable_cores()


def processes_of(settings: Settings) -> int:
    """With engines."""
    return settings.ai_threads or math.ceil(cores_of(settings))
