"""Backup and restore: one ZIP that says the same, byte for byte, whichever database it was read from.

Tables are written row by row by primary key, as JSON with sorted keys; files lie beside them. What can be made anew (search
index) and what must not be carried along (sessions, jobs, cache) stays out. Restoring fills an empty, migrated database and
runs no triggers: a ledger must not be booked twice.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from driehoek.common import search, triggers
from driehoek.common.errors import Refused
from driehoek.common.kinds import all_kinds
from driehoek.common.planner import count_rows

FORMAT = 1
_LEFT_OUT = {"sessions", "usersessions", "contenttypes", "auth", "django_tasks_database", "common.searchentry"}
_FOLDERS = ("figures", "files")  # below the data directory
_STAMP = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is written


def kept_models() -> list[type[models.Model]]:
    """The models that a backup carries, by label."""
    every = apps.get_models(include_auto_created=True)
    kept = [
        model
        for model in every
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in _LEFT_OUT
        and model._meta.label_lower not in _LEFT_OUT
        and not _points_to_left_out(model)
    ]
    return sorted(kept, key=lambda model: model._meta.label_lower)


def _points_to_left_out(model: type[models.Model]) -> bool:
    """A row between a kept table and one that stays out (groups and permissions, which Driehoek does not use)."""
    return bool(model._meta.auto_created) and any(
        field.remote_field and field.remote_field.model._meta.app_label in _LEFT_OUT for field in model._meta.fields
    )


def rows(model: type[models.Model], using: str = "default") -> Iterator[bytes]:
    """Every row as one line of canonical JSON, by primary key."""
    names = [field.attname for field in model._meta.concrete_fields]
    query = model._base_manager.using(using).order_by("pk").values(*names)
    for row in query.iterator(chunk_size=2000):
        yield (json.dumps(row, cls=_Encoder, sort_keys=True, ensure_ascii=False) + "\n").encode()


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, datetime):  # Django's own cuts microseconds to milliseconds
            return o.isoformat()
        return super().default(o)


def digest(using: str = "default") -> str:
    """SHA-256 over all rows of all tables: equal digests, equal installations."""
    total = hashlib.sha256()
    for model in kept_models():
        total.update(model._meta.label_lower.encode())
        for line in rows(model, using):
            total.update(line)
    return total.hexdigest()


def backup(target: Path, data_dir: Path, *, using: str = "default") -> str:
    """Write the ZIP (complete or not at all) and return the digest of its rows. Reads everything at one moment."""
    unfinished = target.with_suffix(target.suffix + ".part")
    total = hashlib.sha256()
    with transaction.atomic(using=using), zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        _read_at_one_moment(connections[using])
        for model in kept_models():
            total.update(model._meta.label_lower.encode())
            with archive.open(_entry(f"tables/{model._meta.label_lower}.jsonl"), "w", force_zip64=True) as table:
                for line in rows(model, using):
                    total.update(line)
                    table.write(line)
        for path in _files(data_dir):
            archive.writestr(_entry(f"data/{path.relative_to(data_dir).as_posix()}"), path.read_bytes())
        manifest = {"format": FORMAT, "sha256": total.hexdigest(), "migrations": _migrations(using)}
        archive.writestr(_entry("manifest.json"), json.dumps(manifest, sort_keys=True, indent=1))
    unfinished.replace(target)
    return total.hexdigest()


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _files(data_dir: Path) -> list[Path]:
    return sorted(path for folder in _FOLDERS for path in (data_dir / folder).rglob("*") if path.is_file())


def _read_at_one_moment(connection: BaseDatabaseWrapper) -> None:
    """SQLite reads so by itself; PostgreSQL must be told, before the first query of the transaction."""
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _migrations(using: str) -> list[str]:
    from django.db.migrations.recorder import MigrationRecorder

    kept = {model._meta.app_label for model in kept_models()}
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in kept)


def restore(source: Path, data_dir: Path, *, using: str = "default") -> str:
    """Fill an empty, migrated database and data directory from a backup; all or nothing. Returns the digest of its rows.

    Raises Refused when the file is no backup, was made by another version, or the database is not empty.
    """
    try:
        archive = zipfile.ZipFile(source)
        manifest = json.loads(archive.read("manifest.json"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(_("%(file)s is geen reservekopie van Driehoek.") % {"file": source.name}) from error
    with archive:
        _check(manifest, using)
        with transaction.atomic(using=using), triggers.off(connections[using]):
            for model in kept_models():
                _load(model, archive, using)
            _restart_sequences(using)
            count_rows(using)
            connections[using].check_constraints()
            if digest(using) != manifest["sha256"]:
                raise Refused(_("De reservekopie is beschadigd: de inhoud past niet bij haar controlegetal."))
            _unpack_files(archive, data_dir)
    for kind in all_kinds():
        search.index_all(kind)
    return cast("str", manifest["sha256"])


def _check(manifest: dict[str, Any], using: str) -> None:
    if manifest.get("format") != FORMAT or manifest["migrations"] != _migrations(using):
        raise Refused(
            _("De reservekopie is van een andere versie van Driehoek. Zet haar terug met die versie en werk daarna bij.")
        )
    full = [model._meta.verbose_name for model in kept_models() if model._base_manager.using(using).exists()]
    if full:
        raise Refused(_("De databank is niet leeg. Zet een reservekopie terug in een nieuwe, lege databank."))


def _load(model: type[models.Model], archive: zipfile.ZipFile, using: str) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    batch: list[models.Model] = []
    with archive.open(f"tables/{model._meta.label_lower}.jsonl") as table:
        for line in table:
            row = {name: fields[name].to_python(value) for name, value in json.loads(line).items()}
            batch.append(model(**row))
            if len(batch) == 1000:
                model._base_manager.using(using).bulk_create(batch)
                batch = []
    model._base_manager.using(using).bulk_create(batch)


def _restart_sequences(using: str) -> None:
    """PostgreSQL counts on from what was loaded; SQLite looks at the rows themselves."""
    from django.core.management.color import no_style

    connection = connections[using]
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _unpack_files(archive: zipfile.ZipFile, data_dir: Path) -> None:
    for name in archive.namelist():
        if name.startswith("data/"):
            target = (data_dir / name.removeprefix("data/")).resolve()
            if not target.is_relative_to(data_dir.resolve()):
                raise Refused(_("De reservekopie is beschadigd: een bestand wijst buiten de gegevensmap."))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
