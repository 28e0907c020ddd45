"""What detection rules remember, read and written once a batch, in the caller's transaction."""

from collections.abc import Collection, Mapping
from uuid import UUID

import orjson
from django.db import connection
from pydantic import TypeAdapter, ValidationError

from mosaic_backend.alerts.domain.rule_memory import RuleMemory
from mosaic_backend.alerts.infrastructure.models import DetectionRuleMemory
from mosaic_backend.shared.json_rows import insert_of

_MEMORY = TypeAdapter(RuleMemory)
# The rule's row is what is locked: a memory need not be there yet, and a rule that was removed has none. The
# memories are read by a statement of their own: one that waited for the lock would read those of before.
_LOCK = "SELECT id FROM alerts_detectionrule WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_READ = "SELECT rule_id, content::text FROM alerts_detectionrulememory WHERE rule_id = ANY(%s)"
_SAVE = (
    f"{insert_of(DetectionRuleMemory)} ON CONFLICT (rule_id)"
    " DO UPDATE SET content = EXCLUDED.content"
)


class TakenMemories:
    """The memories of some rules, which nobody else changes until the transaction ends."""

    def __init__(self, rule_ids: Collection[UUID]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [list(rule_ids)])
            present = [rule_id for (rule_id,) in cursor.fetchall()]
            cursor.execute(_READ, [present])
            found = {rule_id: _memory(content) for rule_id, content in cursor}
        self._stored = {rule_id: _MEMORY.dump_json(memory) for rule_id, memory in found.items()}
        self.memories = {rule_id: found.get(rule_id) or RuleMemory() for rule_id in present}

    def save(self) -> None:
        """Writes those that changed."""
        changed = {
            rule_id: content
            for rule_id, memory in self.memories.items()
            if (content := _MEMORY.dump_json(memory)) != self._stored.get(rule_id)
        }
        if changed:
            with connection.cursor() as cursor:
                cursor.execute(_SAVE, [_rows(changed)])


def _memory(content: str) -> RuleMemory:
    """An empty one for what an older version wrote: rather told twice than events that cannot be stored."""
    try:
        return _MEMORY.validate_json(content)
    except ValidationError:
        return RuleMemory()


def _rows(contents: Mapping[UUID, bytes]) -> str:
    rows = [{"rule_id": key, "content": orjson.Fragment(each)} for key, each in contents.items()]
    return orjson.dumps(rows).decode()
