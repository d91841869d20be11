"""A backup says everything, a restore gives it all back, and nothing half."""

import zipfile

import pytest
from django.core.management import call_command
from django.db import connection

from driehoek.common import archive, triggers
from driehoek.common.errors import Refused
from driehoek.common.events import record
from driehoek.common.models import Event, Setting
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import SYSTEM


@pytest.fixture
def filled(db):
    Area.objects.create(code="GM0225", name="Druten", level="municipality")
    record(SYSTEM, "setting.changed", Setting.objects.create(key="demo_day", value="2024-10-15"), reason="‘é’ en 1e22", n=1e22)


@pytest.fixture
def data_dir(tmp_path):
    folder = tmp_path / "data"
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "a.parquet").write_bytes(b"figures")
    return folder


def empty_the_database():
    with triggers.off(connection):
        for model in archive.kept_models():
            model._base_manager.all().delete()


def test_two_backups_of_the_same_are_the_same_bytes(filled, data_dir, tmp_path):
    archive.backup(tmp_path / "one.zip", data_dir)
    archive.backup(tmp_path / "two.zip", data_dir)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_restore_equals_the_backup_byte_for_byte(filled, data_dir, tmp_path):
    before = archive.backup(tmp_path / "one.zip", data_dir)
    empty_the_database()
    elsewhere = tmp_path / "elsewhere"
    assert archive.restore(tmp_path / "one.zip", elsewhere) == before
    archive.backup(tmp_path / "two.zip", elsewhere)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert (elsewhere / "figures" / "a.parquet").read_bytes() == b"figures"


def test_a_restored_database_counts_on_and_is_still_guarded(filled, data_dir, tmp_path):
    archive.backup(tmp_path / "one.zip", data_dir)
    last = Event.objects.latest("pk").pk
    empty_the_database()
    archive.restore(tmp_path / "one.zip", data_dir)
    assert record(SYSTEM, "setting.changed", Setting.objects.get()).pk > last
    assert triggers.installed(connection)


def test_a_database_that_holds_something_is_not_overwritten(filled, data_dir, tmp_path):
    archive.backup(tmp_path / "one.zip", data_dir)
    with pytest.raises(Refused, match="niet leeg"):
        archive.restore(tmp_path / "one.zip", data_dir)


def test_a_damaged_backup_leaves_nothing(filled, data_dir, tmp_path):
    archive.backup(tmp_path / "one.zip", data_dir)
    with zipfile.ZipFile(tmp_path / "one.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, content.replace(b"Druten", b"Dreumel") if name.endswith("area.jsonl") else content)
    empty_the_database()
    with pytest.raises(Refused, match="beschadigd"):
        archive.restore(tmp_path / "bad.zip", data_dir)
    assert not Area.objects.exists()
    assert not Event.objects.exists()


def test_a_file_that_is_no_backup_is_refused_in_words(db, data_dir, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"geen zip")
    with pytest.raises(Refused, match=r"x\.zip is geen reservekopie"):
        archive.restore(tmp_path / "x.zip", data_dir)


def test_every_model_of_ours_is_carried(db):
    call_command("check")
    carried = {model._meta.label for model in archive.kept_models()}
    assert {"common.Event", "organisations.User", "organisations.Grant", "mfa.Authenticator"} <= carried
    assert "common.SearchEntry" not in carried
