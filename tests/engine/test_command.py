"""`driehoek verdict`, as outside programs call it."""

import argparse
import json
import subprocess
import sys

import pytest

from driehoek.engine import command

HEADER = "area,phenomenon,period,count,exposure\n"
KEYS = [
    "area", "phenomenon", "period", "latest", "expected", "low", "high", "ratio", "ratio_low", "ratio_high", "dispersion", "p",
    "p_adjusted", "verdict", "detectable", "change", "caveats", "sentence",
]  # fmt: skip


@pytest.fixture
def verdict(tmp_path, capsysbinary):
    """Run the command on a text; gives status, standard output and standard error."""

    def verdict(text, *options):
        path = tmp_path / "tellingen.csv"
        path.write_text(text, encoding="utf-8")
        parser = argparse.ArgumentParser()
        command.add_parser(parser.add_subparsers())
        args = parser.parse_args(["verdict", str(path), *options])
        status = args.run(args)
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return verdict


def strict(text):
    def refuse(name):
        raise AssertionError(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


def test_the_answer_has_the_shape_of_the_interface(verdict):
    rows = "".join(f"Bûnnik,lawaai,{year},{count},10\n" for year, count in ((2022, 4), (2023, 6), (2024, 900)))
    status, out, err = verdict(HEADER + rows, "--format", "json")
    answer = strict(out)
    assert (status, err) == (0, "")
    assert list(answer) == ["schema", "family", "series"]
    assert answer["schema"] == 1
    assert answer["family"] == {"size": 1, "method": "holm", "alpha": 0.05}
    (one,) = answer["series"]
    assert list(one) == KEYS
    assert list(one["change"]) == ["from", "to", "first", "last", "p"]
    assert (one["area"], one["verdict"], one["caveats"]) == ("Bûnnik", "stijgt", ["korte reeks"])
    assert [type(one[key]) for key in ("latest", "low", "high", "detectable", "p")] == [int, int, int, int, float]


def test_what_does_not_exist_is_null_and_never_nan_or_infinity(verdict):
    pairs = {"two": (0, 0), "nothing": (0, 5), "to zero": (5, 0)}
    rows = "one,x,2024,0,10\n" + "".join(f"{a},x,2023,{first},10\n{a},x,2024,{last},10\n" for a, (first, last) in pairs.items())
    _, out, _ = verdict(HEADER + rows, "--format", "json")
    one, two, nothing, to_zero = strict(out)["series"]
    assert one["change"] is one["expected"] is one["p"] is None
    assert (two["expected"], two["p"], two["change"]["p"]) == (0, None, None)
    assert (nothing["ratio"], nothing["ratio_high"]) == (None, None)
    assert nothing["ratio_low"] > 0
    assert (to_zero["ratio"], to_zero["ratio_low"]) == (0, 0)


def test_the_text_is_a_table_and_a_sentence_per_series(verdict):
    status, out, _ = verdict(HEADER + "Wijchen,lawaai,2023,5655,10\nWijchen,lawaai,2024,4425,10\n")
    lines = out.splitlines()
    assert status == 0
    assert lines[0].split() == ["gebied", "verschijnsel", "periode", "aantal", "gewoonlijk", "oordeel"]
    assert lines[2].split() == ["Wijchen", "lawaai", "2024", "4.425", "5.448", "-", "5.866", "daalt"]
    assert lines[4].startswith("- Lawaai in Wijchen: 4.425 in 2024.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADER + "a,x,2023,-5,10\na,x,2024,y,10\n", ["regel 2", "kolom count", "‘-5’", "1 ander probleem"]),
        (HEADER + "a,x,2019,5,10\na,x,2021,5,10\na,x,2022,5,10\n", ["regel 3", "ontbreekt"]),
        (HEADER + "a,x,2019,5,10\na,x,2019,5,10\n", ["regel 3", "regel 2", "al"]),
        ("gebied\nx\n", ["regel 1", "kolom gebied"]),
        ("", ["leeg"]),
    ],
)
@pytest.mark.parametrize("form", ["json", "text"])
def test_a_bad_file_gives_status_2_and_one_dutch_line(text, words, form, verdict):
    status, out, err = verdict(text, "--format", form)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert all(word in err for word in words)


def test_a_value_cannot_steer_the_terminal_or_break_the_line(verdict):
    status, _, err = verdict(HEADER + 'a,x,"20\x1b[31m\n24",5,10\n')
    assert (status, err.count("\n"), "\x1b" in err) == (2, 1, False)


def fresh(code):
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_showing_help_loads_no_numerical_library():
    fresh("import driehoek.engine.command, sys; assert not {'numpy', 'scipy', 'ibis'} & set(sys.modules)")


def test_the_engine_never_loads_django():
    fresh(
        "import importlib, pkgutil, sys, driehoek.engine as e\n"
        "[importlib.import_module(m.name) for m in pkgutil.iter_modules(e.__path__, 'driehoek.engine.')]\n"
        "assert 'driehoek.engine.areas' in sys.modules and 'django' not in sys.modules"
    )


def test_judging_loads_no_scipy_stats():
    fresh("import driehoek.engine.verdict, sys; assert 'scipy.stats' not in sys.modules")
