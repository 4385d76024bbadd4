"""LibreOffice Calc itself, headless and as an ordinary user: the extension installed, its functions called in cells."""

import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import payband
from payband import rules
from payband.errors import PaybandError, WrongInput
from payband.hosts.libreoffice import component, extension, install
from payband.hosts.libreoffice.answers import ERROR_CODES, answer, error_value
from payband.registry import function, functions
from payband.worksheet import Argument
from tests.run import HOW_TO_INSTALL, TOP
from tests.support import libreoffice_live as live
from tests.support import libreoffice_workbooks as workbooks
from tests.support.host_cases import CASES, Case, differences
from tests.support.libreoffice_user import OrdinaryUser

rules.load()

PROFILE = "profile"
ERRORS = {code: cell_value for cell_value, code in ERROR_CODES.items()} | {
    502: "#VALUE!",  # Calc's own words for a wrong argument, a missing one and such; #VALUE! in a saved .xlsx
    504: "#VALUE!",
    511: "#VALUE!",
}


def error_of(cell: Any) -> str | None:
    return ERRORS.get(cell["error"], f"Err:{cell['error']}") if isinstance(cell, dict) else None


def day_of(cell: Any) -> date:
    return date(1899, 12, 30) + timedelta(days=cell)


# --- the extension, without LibreOffice ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def oxt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(extension.build(str(tmp_path_factory.mktemp("oxt") / "payband.oxt")))


def test_the_same_bytes_each_time(oxt: Path, tmp_path: Path) -> None:
    assert Path(extension.build(str(tmp_path / "again.oxt"))).read_bytes() == oxt.read_bytes()


def test_what_is_packed_is_enough_and_no_more(oxt: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(oxt) as archive:
        archive.extractall(tmp_path)
    script = """
import sys, pathlib
folder = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(folder))
from payband.hosts.libreoffice.answers import answer
assert answer("EMPLOYERNI", [3000.0, "31/05/2025"]) == ((387.45,),)
from payband import rules
from payband.registry import functions
print(*(each.name for each in functions()))
packed = {".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
          for path in folder.rglob("*.py")}
loaded = {name for name in sys.modules if name.partition(".")[0] == "payband"}
assert loaded == packed, loaded ^ packed
outside = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names - {"payband", "__main__"}
assert not outside, outside
"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, str(tmp_path / component.FOLDER)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [each.name for each in functions()]


def test_a_name_that_is_no_extension_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match=r"ends in \.oxt"):
        extension.build(str(tmp_path / "payband.zip"))
    with pytest.raises(WrongInput, match="choose another folder"):
        extension.build(str(tmp_path / "missing" / "payband.oxt"))


def test_zero_and_a_left_out_argument_mean_the_same_where_the_host_says_so() -> None:
    """Calc hands an empty cell over as 0: an optional argument may not answer that with another number."""
    for each in functions():
        for argument in each.arguments:
            if not argument.required and argument.default and not _refuses_zero(each.name, argument):
                assert isinstance(argument.default, str), (
                    f"{each.name}: what does a blank {argument.name} mean in Calc?"
                )


def _refuses_zero(name: str, argument: Argument) -> bool:
    """Whether 0 is an error, which nobody takes for an answer."""
    if (name, argument.name) == ("EMPLOYERNI", "weeks"):
        with pytest.raises(WrongInput, match="1 to 52 tax weeks of the year, and not 0"):
            payband.employer_ni(3000, "31/05/2025", period="year", weeks=0)
        return True
    try:
        argument.kind.read(0, argument.name)
    except PaybandError:
        return True
    return False


def test_error_values_and_blanks_without_calc() -> None:
    found = answer("EMPLOYERNI", [((3000.0,), ("x",), ("",), (8000.0,), ("",), ("",)), (("31/05/2025",),), None, 0.0])
    assert (found[0], found[2:]) == ((387.45,), (("",), (1137.45,)))
    assert str(found[1][0]) == "nan"
    assert answer("NEEDSAPPROVAL", [100000.0, 0.0, 100000.0, "over"]) == ((0.0,),)
    assert str(error_value("#SPILL!")) == "nan"
    for cell_value in ERROR_CODES:  # one in an array that Calc has computed is handed on, and never a blank
        (row,) = answer("EMPLOYERNI", [((error_value(cell_value),),), (("31/05/2025",),)])
        assert struct.pack("<d", row[0]) == struct.pack("<d", error_value(cell_value))


def test_one_line_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = component._what_is_missing
    assert "lacks its module csv: install the whole of Python 3" in said(
        ImportError("No module named 'csv' (or 'csv.reader' is unknown)")
    )
    assert "install its extension again" in said(ImportError("No module named 'payband.kinds'"))
    monkeypatch.setattr(sys, "version_info", (3, 8, 10))
    assert said(SyntaxError("x")) == (
        "payband needs Python 3.11 or later and this LibreOffice has 3.8.10: install a newer LibreOffice"
    )
    says = component._says("why")
    assert says("CHECK", (), date(1899, 12, 30)) == "why"
    assert says("EXPLAIN", (), date(1899, 12, 30)) == (("why",),)
    assert str(says("SLOT", (), date(1899, 12, 30))[0][0]) == "nan"


def test_install_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(install, "_is_root", lambda: True)
    with pytest.raises(WrongInput, match="as an ordinary user"):
        install.install()
    monkeypatch.setattr(install, "_is_root", lambda: False)
    monkeypatch.setenv("PAYBAND_SOFFICE", str(tmp_path / "none"))
    with pytest.raises(WrongInput, match="LibreOffice is not found"):
        install.install()
    for name in ("soffice", "unopkg"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'ERROR: it is locked'\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PAYBAND_SOFFICE", str(tmp_path / "soffice"))
    with pytest.raises(WrongInput, match="python3-uno"):
        install.install()
    (tmp_path / "pythonloader.py").touch()
    with pytest.raises(WrongInput, match=r"refused the extension \(ERROR: it is locked\): close LibreOffice"):
        install.install()


# --- in LibreOffice ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def user(soffice: str) -> Iterator[OrdinaryUser]:
    """Someone who is not root."""
    if os.name != "posix":
        pytest.skip("LibreOffice is driven over a pipe here, as an ordinary user of Linux or a Mac")
    someone = OrdinaryUser()
    yield someone
    someone.leave()


@pytest.fixture(scope="module")
def calc(soffice: str, user: OrdinaryUser) -> Callable[..., dict[str, Any]]:
    """A function that has LibreOffice carry out orders: see libreoffice_session.py."""
    program = Path(soffice).resolve().parent
    candidates = [program / "python", program.parent / "Resources" / "python", Path("/usr/bin/python3")]
    pythons = [str(path) for path in candidates if path.is_file()] + [sys.executable]
    python = next((each for each in pythons if user.run([each, "-c", "import uno"], 60)[0] == 0), None)
    if python is None:
        reason = f"no Python here can talk to LibreOffice: {HOW_TO_INSTALL['LibreOffice']}"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    script = user.home / "libreoffice_session.py"
    script.write_bytes((TOP / "tests" / "support" / "libreoffice_session.py").read_bytes())

    def carry_out(orders: list[dict[str, Any]], profile: str = PROFILE) -> dict[str, Any]:
        asked, answered = user.home / "orders.json", user.home / "answers.json"
        asked.write_text(json.dumps(orders), encoding="utf-8")
        answered.unlink(missing_ok=True)
        for path in (script, asked):
            user.give(path)
        status, said = user.run([python, str(script), soffice, user.profile(profile), str(asked), str(answered)])
        assert status == 0, f"LibreOffice did not carry out the orders. It said: {said}"
        answers: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
        return answers

    return carry_out


@pytest.fixture(scope="module")
def unopkg(soffice: str, user: OrdinaryUser) -> Iterator[None]:
    """install and uninstall run LibreOffice's own programs as the ordinary user."""

    def run(command: list[str]) -> None:
        for word in command:
            if word.endswith(".oxt"):
                user.give(Path(word))
        status, said = user.run(command)
        assert status == 0, said

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYBAND_SOFFICE", soffice)
        patch.setattr(install, "_is_root", lambda: False)
        patch.setattr(install, "_run", run)
        yield


@pytest.fixture(scope="module")
def found(calc: Callable[..., dict[str, Any]], unopkg: None, user: OrdinaryUser) -> dict[str, Any]:
    """The extension installed and every workbook opened in one session: what stands in the cells."""
    assert "is installed in LibreOffice" in install.install(user.profile(PROFILE))
    names = ("cases", "single", "one", "whole", "dates", "formulas")
    paths = {name: user.home / f"{name}.xlsx" for name in names}
    places = workbooks.write_cases(paths["cases"])
    workbooks.write_single_calls(paths["single"])
    workbooks.write_one_call(paths["one"])
    case_places = [place for each in places for place in each]
    formula_places = workbooks.write_formulas(paths["formulas"])
    ends = ["S!B1:B2", f"S!B{workbooks.MANY - 1}:B{workbooks.MANY}"]
    saved = {str(user.home / "saved.ods"): "calc8", str(user.home / "saved.xlsx"): "Calc MS Excel 2007 XML"}
    orders: dict[str, dict[str, Any]] = {
        "cases": {"path": str(paths["cases"]), "read": case_places},
        "single": {"path": str(paths["single"]), "read": ends},
        "one": {"path": str(paths["one"]), "read": ends, "set": {"S!A1": 8000}},
        "whole": {"path": str(paths["whole"]), "read": workbooks.write_whole_columns(paths["whole"])},
        "dates": {"path": str(paths["dates"]), "read": workbooks.write_1904(paths["dates"])},
        "formulas": {"path": str(paths["formulas"]), "read": formula_places, "save": saved},
        "ods": {"path": str(user.home / "saved.ods"), "read": formula_places},
        "xlsx": {"path": str(user.home / "saved.xlsx"), "read": formula_places},
    }
    orders["live"] = live.order(user.home / "live.xlsx")
    orders["shipped"] = live.order_shipped(user.home / "shipped.xlsx")
    for path in user.home.glob("*.xlsx"):
        user.give(path)
    answers = calc(list(orders.values()))
    documents = dict(zip(orders, answers["documents"], strict=True))
    check = next(place for place, case in zip(places, CASES, strict=True) if case.function == "CHECK")
    assert documents["cases"]["ranges"][check.typed] == [["fine"]], "payband did not start in LibreOffice"
    calls = 2 * len(CASES) + workbooks.MANY + 2
    calls += len(workbooks.WHOLE_COLUMNS) + len(workbooks.WITH_1904_DATES) + 3 * len(workbooks.IN_FORMULAS)
    print(f"\ncalls: LibreOffice Calc {calls}")
    return {"descriptions": answers["descriptions"], "places": places, **documents}


NUMBERED = [pytest.param(number, case, id=str(case)) for number, case in enumerate(CASES)]


def compare(case: Case, rows: list[list[Any]]) -> str:
    single = not isinstance(function(case.function).in_cells(case.arguments), list)
    return differences(case, rows[0][0] if single else rows, error=error_of, day=day_of)


@pytest.mark.parametrize(("number", "case"), NUMBERED)
def test_case(found: dict[str, Any], number: int, case: Case) -> None:
    """From cells, and with the arguments typed into the formula."""
    places, ranges = found["places"][number], found["cases"]["ranges"]
    assert compare(case, ranges[places.from_cells]) == "", "from cells"
    assert compare(case, ranges[places.typed]) == "", "typed"


@pytest.mark.parametrize(("number", "case"), [each for each in NUMBERED if "error" in each.values[1].expected])  # type: ignore[union-attr]
def test_an_error_is_a_true_error(found: dict[str, Any], number: int, case: Case) -> None:
    is_error, is_na, total = (row[0] for row in found["cases"]["ranges"][found["places"][number].checks])
    assert is_error == 1
    assert is_na == (case.expected["error"] == "#N/A")
    assert error_of(total) == case.expected["error"]


def test_the_function_wizard(found: dict[str, Any]) -> None:
    assert set(found["descriptions"]) == {f"PAYBAND.{each.name}" for each in functions()}
    for each in functions():
        shown = found["descriptions"][f"PAYBAND.{each.name}"]
        assert shown["description"] == each.help
        assert [name for name, _, _ in shown["arguments"]] == [argument.name for argument in each.arguments]
        assert [optional for _, _, optional in shown["arguments"]] == [
            not argument.required for argument in each.arguments
        ]
        for (_, text, _), argument in zip(shown["arguments"], each.arguments, strict=True):
            assert text.startswith(argument.help)
            assert argument.default_text in text


def test_one_call_for_10000_salaries(found: dict[str, Any]) -> None:
    document = found["one"]
    print(f"\n10,000 salaries in one call: {document['calculated_in']:.3f} s")
    assert document["ranges"] == found["single"]["ranges"]
    assert document["calculated_in"] <= 1
    assert document["after"]["S!B1:B2"][0] == [1137.45], "the answer follows a salary that is changed"


def test_10000_calls(found: dict[str, Any]) -> None:
    document = found["single"]
    print(
        f"\n10,000 single calls: opened in {document['opened_in']:.3f} s, "
        f"calculated in {document['calculated_in']:.3f} s"
    )
    assert document["ranges"]["S!B1:B2"] == [[387.6], [387.75]]
    assert document["opened_in"] + document["calculated_in"] <= 20


def test_whole_columns(found: dict[str, Any]) -> None:
    document = found["whole"]
    print(f"\n{len(workbooks.WHOLE_COLUMNS)} calls over whole columns: {document['calculated_in']:.3f} s")
    answers = [rows[0][0] for rows in document["ranges"].values()]
    assert answers == list(workbooks.WHOLE_COLUMNS.values())
    assert document["calculated_in"] <= 30


def test_1904_dates(found: dict[str, Any]) -> None:
    document = found["dates"]
    assert document["null_date"] == [1904, 1, 1]
    answers = [rows[0][0] for rows in document["ranges"].values()]
    for formula, cell, expected in zip(
        workbooks.WITH_1904_DATES, answers, workbooks.WITH_1904_DATES.values(), strict=True
    ):
        assert cell == (expected if isinstance(expected, str) else pytest.approx(expected)), formula


def test_answers_in_formulas_and_bad_input(found: dict[str, Any]) -> None:
    answers = [rows[0][0] for rows in found["formulas"]["ranges"].values()]
    wrong = []
    for (formula, expected), cell in zip(workbooks.IN_FORMULAS.items(), answers, strict=True):
        if isinstance(expected, str) and expected.startswith("#"):
            same = error_of(cell) == expected
        elif isinstance(expected, str):
            start = expected.removeprefix("starts: ")
            same = str(cell).startswith(start) if start != expected else cell == expected
        else:
            same = cell == pytest.approx(expected)
        if not same:
            wrong.append(f"{formula}: {cell!r} instead of {expected!r}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("saved_as", ["ods", "xlsx"])
def test_what_calc_saves_answers_the_same_again(found: dict[str, Any], saved_as: str) -> None:
    assert found[saved_as]["ranges"] == found["formulas"]["ranges"]


@pytest.mark.parametrize("which", ["live", "shipped"])
@pytest.mark.parametrize("when", ["as written", "after a change"])
def test_a_live_review_follows_its_salaries(found: dict[str, Any], which: str, when: str, tmp_path: Path) -> None:
    """Every answer recalculated by Calc is what the review says, and again once two salaries have changed."""
    expected = live.expected(tmp_path, changed=when != "as written")
    ranges = found[which]["ranges" if when == "as written" else "after"]
    wrong, compared, waiting = live.compare(ranges, expected, error_of)
    print(f"\nlive cells compared {when}: {compared}, of which {waiting} wait for a new run")
    assert wrong == []
    assert waiting <= (0 if when == "as written" else 12)
    assert compared > 2_000


def test_calc_says_what_is_missing(
    calc: Callable[..., dict[str, Any]], unopkg: None, user: OrdinaryUser, oxt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An extension with a module gone: CHECK says so in the cell, and the others are errors."""
    parts = {name: content for name, content in extension.parts().items() if not name.endswith("/kinds.py")}
    monkeypatch.setattr(extension, "parts", lambda: parts)
    install.install(user.profile("broken"))
    path = user.home / "broken.xlsx"
    workbooks.write_formulas(path)
    places = dict(zip(workbooks.IN_FORMULAS, workbooks.write_formulas(path), strict=True))
    check, call = 'PAYBAND.CHECK("RANGEMAX","Harow D1")', workbooks.NI
    user.give(path)
    ranges = calc([{"path": str(path), "read": [places[check], places[call]]}], "broken")["documents"][0]["ranges"]
    said = ranges[places[check]][0][0]
    assert said.startswith("payband does not start in LibreOffice (ImportError: No module named 'payband.kinds'")
    assert said.endswith(": install its extension again")
    assert error_of(ranges[places[call]][0][0]) == "#VALUE!"


def test_uninstall(
    calc: Callable[..., dict[str, Any]], found: dict[str, Any], unopkg: None, user: OrdinaryUser
) -> None:
    install.uninstall(user.profile(PROFILE))
    answers = calc([{"path": str(user.home / "formulas.xlsx"), "read": ["S!H1"]}])
    assert answers["descriptions"] == {}
    assert error_of(answers["documents"][0]["ranges"]["S!H1"][0][0]) == "#NAME?"
    left = [path for path in user.home.rglob("*") if path.name.startswith("payband_component")]
    assert [path for path in left if "broken" not in path.parts] == []
