"""Applies a configuration: the plan is what applying would do, found by doing it and taking it back."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

import pydantic
from django.db import transaction
from django.db.models import Model

from mosaic_backend.cameras.application.camera_administration import CameraAdministration
from mosaic_backend.cameras.domain.camera import Camera, CameraDraft, tags_of
from mosaic_backend.cameras.domain.configuration import (
    LINES_TOLD,
    CameraEntry,
    ConfigurationError,
    Fault,
    GroupEntry,
    Line,
    Plan,
    ScheduleEntry,
    SiteEntry,
)
from mosaic_backend.cameras.domain.recording import check_recording, recording_over
from mosaic_backend.cameras.domain.redacted import differing, redacted
from mosaic_backend.cameras.infrastructure.camera_store import DatabaseCameraStore, camera_of
from mosaic_backend.cameras.infrastructure.config_camera_table import CameraTable
from mosaic_backend.cameras.infrastructure.config_reading import Reading, column_of
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, Schedule, Site
from mosaic_backend.shared.outbox.facade import add_events
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.events import CameraChanged
from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import AiSettings, LiveSettings, Zone
from mosaic_contracts.redaction import without_credentials

CHUNK = 1000
_FRESH = CameraDraft(name="", source_url="")
_Entry = TypeVar("_Entry", bound=pydantic.BaseModel)


class ConfigurationWriter:
    """For one configuration; the caller owns the transaction and takes it back for a mere plan."""

    def __init__(self, reading: Reading, checks: CameraAdministration, *, prune: bool) -> None:
        self._reading = reading
        self._checks = checks
        self._prune = prune
        self._faults = reading.faults
        self._plan = Plan()
        self._digest = hashlib.sha256()
        self._store = DatabaseCameraStore()
        self._seen: set[str] = set()

    def write(self) -> Plan:
        """Raises ConfigurationError with every fault of the file."""
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("a configuration is applied as a whole")
        self._store.take_turn()
        named = {name: self._entries(name, kind) for name, kind in _KINDS.items()}
        self._sites(named["sites"])
        self._groups(named["groups"])
        self._schedules(named["schedules"])
        table = CameraTable()
        self._cameras(table)
        if self._faults:
            raise ConfigurationError(self._faults)
        if self._prune:
            self._remove_surplus_cameras()
            self._remove_surplus(named)
        if not self._plan.nothing_to_do:
            self._put_cameras(table, self._store.take_revision())
        self._plan.digest = self._digest.hexdigest()
        return self._plan

    def _put_cameras(self, table: CameraTable, revision: int) -> None:
        table.write(revision)
        for batch in table.ids():
            add_events(
                CameraChanged(
                    camera_id=camera_id,
                    change="created" if is_new else "updated",
                    revision=revision,
                )
                for camera_id, is_new in batch
            )

    # the small things

    def _entries(self, section: str, kind: type[_Entry]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number, raw in enumerate(self._reading.sections.get(section) or ()):
            place = f"/{section}/{number}"
            entry = self._validated(kind, place, raw)
            if entry is None:
                continue
            name = str(getattr(entry, "name"))  # noqa: B009 - every kind has one
            if name in found:
                self._faults.append(Fault(f"{place}/name", "This name is there twice."))
            found[name] = (place, entry)
        return found

    def _sites(self, entries: dict[str, tuple[str, SiteEntry]]) -> None:
        present = {row.name: row for row in Site.objects.select_for_update()}
        for name, (_, entry) in entries.items():
            self._put("site", present.get(name), Site(name=name), {"time_zone": entry.time_zone})

    def _schedules(self, entries: dict[str, tuple[str, ScheduleEntry]]) -> None:
        present = {row.name: row for row in Schedule.objects.select_for_update()}
        for name, (_, entry) in entries.items():
            intervals = [interval.model_dump(mode="json") for interval in entry.intervals]
            self._put("schedule", present.get(name), Schedule(name=name), {"intervals": intervals})
        self._schedule_ids = dict(Schedule.objects.values_list("name", "id"))
        self._schedule_names = _turned(self._schedule_ids)

    def _groups(self, entries: dict[str, tuple[str, GroupEntry]]) -> None:
        self._site_ids = dict(Site.objects.values_list("name", "id"))
        self._site_names = _turned(self._site_ids)
        present = {row.name: row for row in CameraGroup.objects.select_for_update()}
        for name, (place, entry) in entries.items():
            site = self._named(self._site_ids, entry.site, f"{place}/site", "site")
            row = present.get(name)
            self._put("group", row, CameraGroup(name=name), {"site_id": site}, self._site_names)
        self._group_ids = dict(CameraGroup.objects.values_list("name", "id"))
        self._group_names = _turned(self._group_ids)

    def _put(
        self,
        kind: Any,
        present: Model | None,
        fresh: Model,
        values: dict[str, Any],
        names: Mapping[Any, str] = {},
    ) -> None:
        """names: what ids among the values are told as."""
        row = present or fresh
        before = {name: getattr(row, name) for name in values} if present else None
        if before == values:
            self._plan.counts["unchanged"] += 1
            return
        before, after = (
            {name: names.get(value, value) if names else value for name, value in side.items()}
            if side is not None
            else None
            for side in (before, values)
        )
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        self._tell(Line(kind, str(row), "change" if present else "create", before, after))

    # cameras

    def _cameras(self, table: CameraTable) -> None:
        for chunk in _chunks(self._reading.cameras):
            entries = []
            for place, raw in chunk:
                entry = self._validated(CameraEntry, place, raw)
                if entry is None:
                    continue
                if entry.key in self._seen:
                    self._fault(place, ("key",), "This key is there twice.")
                    continue
                self._seen.add(entry.key)
                entries.append((place, entry))
            present = {
                row.key: camera_of(row)
                for row in CameraRow.objects.select_for_update()
                .filter(key__in=[entry.key for _, entry in entries], deleted_at__isnull=True)
                .order_by("id")
            }
            changed = []
            for place, entry in entries:
                known = present.get(entry.key)
                draft = self._draft(place, entry, known.draft if known else None)
                if draft is None or self._faults:
                    continue
                if known and draft == known.draft:
                    self._plan.counts["unchanged"] += 1
                    continue
                camera = Camera(id=known.id if known else new_id(), draft=draft, revision=0)
                before, after = differing(
                    self._told(known.draft) if known else None, self._told(draft)
                )
                if known and not after:
                    after = {"credentials": "changed"}
                self._tell(
                    Line("camera", entry.key, "change" if known else "create", before, after)
                )
                changed.append((camera, known is None))
            table.add(changed)

    def _draft(
        self, place: str, entry: CameraEntry, present: CameraDraft | None
    ) -> CameraDraft | None:
        given = entry.model_fields_set
        base = present or _FRESH
        faults = len(self._faults)
        if present is None:
            for name in ("name", "source_url"):
                if not getattr(entry, name):
                    self._fault(place, (name,), "A new camera needs this.")
        changes: dict[str, Any] = {
            name: getattr(entry, name)
            for name in ("name", "enabled", "position", "offline_alarm")
            if name in given
        }
        changes["key"] = entry.key
        if "tags" in given:
            changes["tags"] = tags_of(entry.tags)
        for name, known in (("source_url", base.source_url), ("sub_url", base.sub_url)):
            if name in given:
                changes[name] = self._url(place, name, getattr(entry, name) or "", known)
        if "site" in given:
            changes["site_id"] = self._of(place, ("site",), self._site_ids, entry.site)
        if "group" in given:
            changes["group_id"] = self._of(place, ("group",), self._group_ids, entry.group)
        if "live" in given:
            said = entry.live.model_dump(exclude_unset=True)
            changes["live"] = LiveSettings.model_validate(base.live.model_dump() | said)
        changes |= self._recording(place, entry, base) | self._ai(place, entry, base)
        if len(self._faults) > faults:
            return None
        draft = replace(base, **changes)
        try:
            check_recording(draft, present)
        except InvalidInputError as error:
            self._fault(place, ("recording", "mode"), error.detail)
            return None
        return draft

    def _recording(self, place: str, entry: CameraEntry, base: CameraDraft) -> dict[str, Any]:
        if "recording" not in entry.model_fields_set:
            return {}
        said = entry.recording.model_dump(exclude_unset=True)
        changes: dict[str, Any] = {"recording": recording_over(base.recording, said)}
        if "schedule" in said:
            changes["recording_schedule_id"] = self._of(
                place, ("recording", "schedule"), self._schedule_ids, said["schedule"]
            )
        return changes

    def _ai(self, place: str, entry: CameraEntry, base: CameraDraft) -> dict[str, Any]:
        if "ai" not in entry.model_fields_set:
            return {}
        said = entry.ai.model_dump(exclude_unset=True)
        changes: dict[str, Any] = {}
        if "schedule" in said:
            changes["ai_schedule_id"] = self._of(
                place, ("ai", "schedule"), self._schedule_ids, said["schedule"]
            )
        ai = AiSettings.model_validate(base.ai.model_dump() | said)
        zones = [Zone.model_validate(zone.model_dump()) for zone in ai.zones]
        return changes | {"ai": ai.model_copy(update={"zones": zones})}

    def _url(self, place: str, name: str, given: str, known: str) -> str:
        """An address that is given as it is shown keeps its credentials."""
        try:
            if given == known or (known and given == without_credentials(known)):
                return known
            if given or name == "source_url":
                self._checks.check_source(given)
        except (InvalidInputError, ValueError) as error:
            self._fault(place, (name,), str(error))
        return given

    def _of(
        self, place: str, path: tuple[str, ...], ids: dict[str, UUID], name: str | None
    ) -> UUID | None:
        if name is None:
            return None
        if name not in ids:
            self._fault(place, path, f"There is no {path[-1]} {name!r}.")
        return ids.get(name)

    def _told(self, draft: CameraDraft) -> dict[str, Any]:
        """With names for ids, which of what is new differ from one plan to the next."""
        told = redacted(draft)
        told["site"] = self._site_names.get(draft.site_id)
        told["group"] = self._group_names.get(draft.group_id)
        for part, schedule in (
            ("recording", draft.recording_schedule_id),
            ("ai", draft.ai_schedule_id),
        ):
            told[part]["schedule"] = self._schedule_names.get(schedule)
        return told

    # what is not in the file

    def _remove_surplus_cameras(self) -> None:
        if not self._reading.has_cameras:
            return
        rows = CameraRow.objects.filter(deleted_at__isnull=True).order_by("id")
        gone = [row for row in rows.values_list("id", "key") if row[1] not in self._seen]
        if not gone:
            return
        revision = self._store.take_revision()
        for camera_id, key in gone:
            self._tell(Line("camera", key, "delete"))
            self._store.remove(camera_id, revision)
        add_events(
            CameraChanged(camera_id=camera_id, change="deleted", revision=revision)
            for camera_id, _ in gone
        )

    def _remove_surplus(self, named: dict[str, dict[str, Any]]) -> None:
        """What is left without a camera; a group stays for the sake of what its removed cameras recorded."""
        kinds: list[tuple[str, Any, type[Model], tuple[str, ...]]] = [
            ("groups", "group", CameraGroup, ("group_id",)),
            ("schedules", "schedule", Schedule, ("recording_schedule_id", "ai_schedule_id")),
        ]
        for section, kind, model, columns in kinds:
            if section not in self._reading.sections:
                continue
            for row in model._default_manager.exclude(name__in=named[section]).order_by("name"):
                if any(CameraRow.objects.filter(**{column: row.pk}).exists() for column in columns):
                    continue
                self._tell(Line(kind, str(row), "delete"))
                row.delete()
        if "sites" in self._reading.sections:
            for site in Site.objects.exclude(name__in=named["sites"]).order_by("name"):
                if site.groups.exists() or site.cameras.exists():
                    continue
                self._tell(Line("site", site.name, "delete"))
                site.delete()

    # words

    def _validated(self, kind: type[_Entry], place: str, raw: Any) -> _Entry | None:
        try:
            return kind.model_validate(raw)
        except pydantic.ValidationError as error:
            for item in error.errors(include_input=False, include_url=False, include_context=False):
                self._fault(place, item["loc"], item["msg"])
            return None

    def _fault(self, place: str, path: tuple[int | str, ...], detail: str) -> None:
        if self._reading.is_csv:
            pointer = f"{place}/{column_of(path)}".rstrip("/")
        else:
            pointer = "/".join((place, *map(str, path)))
        self._faults.append(Fault(pointer, detail))

    def _named(
        self, ids: dict[str, UUID], name: str | None, pointer: str, what: str
    ) -> UUID | None:
        if name is not None and name not in ids:
            self._faults.append(Fault(pointer, f"There is no {what} {name!r}."))
        return ids.get(name) if name else None

    def _tell(self, line: Line) -> None:
        self._plan.counts[line.action] += 1
        self._digest.update(json.dumps(vars(line), sort_keys=True, default=str).encode())
        if len(self._plan.lines) < LINES_TOLD:
            self._plan.lines.append(line)


_KINDS: dict[str, type[pydantic.BaseModel]] = {
    "sites": SiteEntry,
    "groups": GroupEntry,
    "schedules": ScheduleEntry,
}


def _turned(ids: Mapping[str, UUID]) -> dict[UUID | None, str]:
    return {identifier: name for name, identifier in ids.items()}


def _chunks(entries: Iterable[tuple[str, Any]]) -> Iterator[list[tuple[str, Any]]]:
    iterator = iter(entries)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
