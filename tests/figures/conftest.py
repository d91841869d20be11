"""What the tests of figures share: a data directory of their own, areas, open figures, people."""

from __future__ import annotations

from datetime import date

import pytest

from driehoek.organisations.models import Area, AreaChange, AreaMembership
from driehoek.organisations.viewer import Held, Viewer


@pytest.fixture(autouse=True)
def own_data(settings, tmp_path):
    """Files of a test lie where no other test looks."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def areas(db):
    """Six municipalities of today in a team, and what went into two of them: enough for most tests, and quick."""
    today = {"GM0225": "Druten", "GM0252": "Heumen", "GM1900": "Súdwest-Fryslân", "GM1991": "Maashorst", "GM0757": "Boxtel"}
    gone = {"GM0856": ("Uden", 2022), "GM1685": ("Landerd", 2022), "GM0788": ("Haaren", 2021)}
    Area.objects.bulk_create(
        [
            Area(code="BT-tweestromenland", level="base_team", name="Tweestromenland"),
            *(Area(code=code, level="municipality", name=name) for code, name in today.items()),
            *(
                Area(code=code, level="municipality", name=name, valid_until=date(year, 1, 1))
                for code, (name, year) in gone.items()
            ),
        ]
    )
    AreaMembership.objects.create(parent_id="BT-tweestromenland", child_id="GM0225")
    AreaChange.objects.create(on=date(2022, 1, 1), kind="merger", old_id="GM0856", new_id="GM1991")
    AreaChange.objects.create(on=date(2022, 1, 1), kind="merger", old_id="GM1685", new_id="GM1991")
    AreaChange.objects.create(on=date(2021, 1, 1), kind="split", old_id="GM0788", new_id="GM0757")


@pytest.fixture
def all_areas(db):
    from driehoek.organisations.commands import load_areas

    load_areas()


@pytest.fixture(scope="session")
def open_folder(tmp_path_factory):
    """One folder for the open figures of all tests, so that what a process has read it keeps."""
    return tmp_path_factory.mktemp("figures")


@pytest.fixture
def open_figures(all_areas, settings, open_folder):
    from driehoek.figures.commands import load_open_data

    settings.DATA_DIR = open_folder
    return load_open_data()


@pytest.fixture
def adviser():
    """The adviser of Druten, in basisteam Tweestromenland."""
    return Viewer(code="a", name="Ria Smit", held=(Held("safety_adviser", "GM0225", teams=frozenset({"BT-tweestromenland"})),))


@pytest.fixture
def stranger():
    """The adviser of Heusden, in another team."""
    return Viewer(code="s", name="Piet Vos", held=(Held("safety_adviser", "GM0797", teams=frozenset({"BT-meierij"})),))


@pytest.fixture
def councillor():
    """May see what is public about Druten, and interpret nothing."""
    return Viewer(code="c", name="Jan Raad", held=(Held("council_member", "GM0225"),))
