"""What somebody types wrong on the command line is told in one line of Dutch."""

import pytest

from driehoek.cli import main


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ([], "dit ontbreekt nog: opdracht"),
        (["verdict"], "dit ontbreekt nog: BESTAND.csv"),
        (["backup"], "dit ontbreekt nog: BESTAND"),
        (["bestaatniet"], "'bestaatniet' bestaat niet; kies uit"),
        (["serve", "--port", "acht"], "--port: 'acht' past hier niet"),
        (["picture", "--area", "GM0225", "--team", "Meierij"], "dit gaat niet samen met"),
    ],
)
def test_a_command_that_cannot_be_understood(typed, told, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(typed)
    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert told in said
    assert said.count("\n") == 1


def test_help_is_in_dutch(capsys):
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    said = capsys.readouterr().out
    assert "gebruik: driehoek serve" in said
    assert "show this help" not in said
