"""xlwings Lite: the workbook that carries payband's functions, and its code run in Pyodide as xlwings runs it there."""

from __future__ import annotations

import base64
import bz2
import hashlib
import importlib.metadata
import importlib.util
import io
import json
import posixpath
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from payband import rules
from payband.errors import WrongInput
from payband.hosts.cells import serial
from payband.hosts.examples import EXAMPLES, example_answer
from payband.hosts.excel import lite
from payband.hosts.packed import function_path, zipped
from payband.registry import functions
from tests.run import TOP
from tests.support.excel_js import difference
from tests.support.host_cases import CASES, Case
from tests.support.lite_node import give_up, node_packages, run
from tests.support.workbooks import LEICESTER, run_payband

rules.load()

WE = "{http://schemas.microsoft.com/office/webextensions/webextension/2010/11}"
EXTENSION = "xl/webextensions/webextension1.xml"
WORKED = sorted((TOP / "workbooks").rglob("*.xlsx"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(lite.build(str(tmp_path_factory.mktemp("lite") / "payband.xlsx")))


def parts(path: Path | str) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def properties(path: Path | str, part: str = EXTENSION) -> dict[str, Any]:
    """What xlwings Lite finds in a workbook, read as Office reads it."""
    root = ElementTree.fromstring(parts(path)[part])
    return {each.attrib["name"]: json.loads(each.attrib["value"]) for each in root.iter(f"{WE}property")}


# --- the workbook --------------------------------------------------------------------------------------------------


def test_the_code_is_where_xlwings_lite_looks_for_it(built: Path) -> None:
    root = ElementTree.fromstring(parts(built)[EXTENSION])
    [reference] = root.findall(f"{WE}reference")
    assert (reference.get("id"), reference.get("storeType")) == ("wa200008175", "OMEX")
    found = properties(built)
    assert found["requirements.txt"] == "\n".join([lite.XLWINGS, *lite.BUTTON_NEEDS, ""])
    assert found["main.py"] == lite.main_py()
    compile(found["main.py"], "main.py", "exec")


def test_xlwings_lite_starts_with_the_workbook_and_excel_knows_which_functions_it_uses(built: Path) -> None:
    """[MS-OWEXML] 2.2.11 and 2.2.13; Office add-ins, 'Automatically open a task pane with a document'."""
    found = properties(built)
    assert found["Office.AutoShowTaskpaneWithDocument"] is True
    assert found["xlwingsSettingsWorkbook"] == {"startupBehavior": "taskpane"}
    root = ElementTree.fromstring(parts(built)[EXTENSION])
    assert [each.tag.partition("}")[2] for each in root] == [
        "reference", "alternateReferences", "properties", "bindings", "snapshot", "extLst",
    ]  # fmt: skip
    [flag] = root.iter(f"{WE}containsCustomFunctions")
    assert flag.get("val") == "1"
    [listed] = root.iter(f"{WE}customFunctionList")
    rules.load()
    assert [each.text for each in listed] == [f"_xldudf_PAYBAND_{each.name}" for each in functions()]
    again = lite.build(str(built.with_name("again.xlsx")), str(built))
    assert parts(again)[EXTENSION] == parts(built)[EXTENSION]


def test_a_persons_own_start_up_stays(built: Path, tmp_path: Path) -> None:
    def with_own(found: dict[str, bytes]) -> None:
        found[EXTENSION] = found[EXTENSION].replace(b"&quot;taskpane&quot;", b"&quot;none&quot;")

    path = rewritten(built, tmp_path / "own.xlsx", with_own)
    found = properties(lite.build(str(tmp_path / "both.xlsx"), str(path)))
    assert found["xlwingsSettingsWorkbook"] == {"startupBehavior": "none"}


def test_relationships_and_content_types_are_whole(built: Path) -> None:
    check_package(parts(built))


def check_package(found: Mapping[str, bytes]) -> None:
    """Every part has a content type, every relationship a part, and the task pane leads to xlwings Lite."""
    types = ElementTree.fromstring(found["[Content_Types].xml"])
    defaults = {each.get("Extension", "").lower() for each in types if each.tag.endswith("}Default")}
    overrides = [each.get("PartName", "").lstrip("/") for each in types if each.tag.endswith("}Override")]
    assert len(set(overrides)) == len(overrides)
    assert set(overrides) <= set(found)
    assert all(name in overrides or name.rpartition(".")[2].lower() in defaults for name in found)
    reached = set()
    for name, content in found.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            relations = list(ElementTree.fromstring(content))
            assert len({each.get("Id") for each in relations}) == len(relations)
            for each in relations:
                if each.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
                    assert target in found, f"{name} points to {target}, which is not there"
                    reached.add(target)
    assert {"xl/webextensions/taskpanes.xml", EXTENSION} <= reached


def test_no_licence_key_anywhere(built: Path) -> None:
    for name, content in parts(built).items():
        assert b"LICENSE_KEY" not in content, name
        assert b"noncommercial" not in content, name
    for name, content in function_path(lite.EXCEL_FUNCTIONS, lite.EXCEL_BUTTON).items():
        assert b"LICENSE_KEY" not in content, name


def test_building_twice_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    assert Path(lite.build(str(tmp_path / "again.xlsx"))).read_bytes() == built.read_bytes()


def test_it_is_small(built: Path) -> None:
    code = properties(built)["main.py"]
    print(f"\nxlwings Lite: main.py {len(code):,} characters, the workbook {built.stat().st_size:,} bytes")
    # The engine, every part of a review, for the button, and every national pay spine with its steps are in it.
    assert len(code) < 720_000
    assert len(parts(built)[EXTENSION]) < 720_000
    assert max(map(len, code.splitlines())) <= 120


def test_openpyxl_opens_it_and_every_function_is_shown(built: Path) -> None:
    shown, live = (openpyxl.load_workbook(built, data_only=values)["Functions"] for values in (True, False))
    rows: dict[Any, Any] = {row[0]: row for row in shown.iter_rows(min_row=9, values_only=True)}
    formulas = {row[0]: row[3] for row in live.iter_rows(min_row=9, values_only=True)}
    assert set(rows) == {f"PAYBAND.{entry.name}" for entry in functions()}
    for entry in functions():
        _, help_text, typed, answer, must_show = rows[f"PAYBAND.{entry.name}"]
        assert help_text == entry.help
        assert typed.startswith(("=PAYBAND.", "=INDEX(PAYBAND."))
        assert formulas[f"PAYBAND.{entry.name}"] == typed.replace("PAYBAND.", "_xldudf_PAYBAND_")
        expected = example_answer(entry)
        answer = answer.date() if isinstance(answer, datetime) else answer
        assert answer == (expected if isinstance(expected, (str, bool, date)) else float(expected))
        assert must_show == rows[f"PAYBAND.{entry.name}"][3]
    arguments = openpyxl.load_workbook(built)["Arguments"]
    assert arguments.max_row == 3 + sum(len(entry.arguments) for entry in functions())


def test_every_function_has_an_example() -> None:
    assert set(EXAMPLES) == {entry.name for entry in functions()}


def test_libreoffice_opens_it(built: Path, libreoffice_convert: Callable[..., Path]) -> None:
    assert "Must show" in libreoffice_convert(built, "csv").read_text(encoding="utf-8")


# --- a given workbook ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.name)
def test_every_other_part_of_a_given_workbook_stays(path: Path, tmp_path: Path) -> None:
    before = parts(path)
    after = parts(lite.build(str(tmp_path / "with.xlsx"), str(path)))
    changed = {"[Content_Types].xml", "_rels/.rels"}
    assert {name for name in before if after[name] != before[name]} == changed
    assert {name.partition("/webextensions/")[0] for name in set(after) - set(before)} == {"xl"}
    check_package(after)
    assert openpyxl.load_workbook(tmp_path / "with.xlsx").sheetnames == openpyxl.load_workbook(path).sheetnames


def test_libreoffice_opens_a_given_workbook(tmp_path: Path, libreoffice_convert: Callable[..., Path]) -> None:
    path = lite.build(str(tmp_path / "with.xlsx"), str(WORKED[0]))
    again = openpyxl.load_workbook(libreoffice_convert(Path(path)))
    assert again.sheetnames == openpyxl.load_workbook(WORKED[0]).sheetnames


def test_building_into_a_workbook_that_has_it_already_changes_nothing(built: Path, tmp_path: Path) -> None:
    assert parts(lite.build(str(tmp_path / "again.xlsx"), str(built))) == parts(built)


def test_a_workbook_may_be_replaced_by_itself(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "same.xlsx"
    path.write_bytes(WORKED[0].read_bytes())
    assert lite.build(str(path), str(path)) == str(path)
    assert "main.py" in properties(path)


def rewritten(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    found = parts(source)
    change(found)
    target.write_bytes(zipped(found))
    return target


def test_a_persons_own_code_stays_and_an_earlier_payband_goes(built: Path, tmp_path: Path) -> None:
    own = "import xlwings as xw\n\n\n@xw.func\ndef hello(name):\n    return f'Hello {name} & <you>!'\n"

    def with_own(found: dict[str, bytes]) -> None:
        root = ElementTree.fromstring(found[EXTENSION])
        for each in root.iter(f"{WE}property"):
            text = {
                "main.py": f"{own}\n\n# >>> payband 0.0.1: old\nold = 1\n# <<< payband\n",
                "requirements.txt": "xlwings\npolars\n",
            }
            if each.attrib["name"] in text:
                each.set("value", json.dumps(text[each.attrib["name"]]))
        found[EXTENSION] = ElementTree.tostring(root)

    path = rewritten(built, tmp_path / "own.xlsx", with_own)
    found = properties(lite.build(str(tmp_path / "both.xlsx"), str(path)))
    assert found["main.py"] == f"{own}\n\n{lite.main_py()}"
    assert found["requirements.txt"] == "\n".join(["xlwings", "polars", *lite.BUTTON_NEEDS, ""])


def test_the_button_has_what_it_needs_of_payband(built: Path, tmp_path: Path) -> None:
    """What is packed reviews a workbook's tables with pydantic beside it, and nothing else of payband."""
    code = properties(built)["main.py"]
    packed = code.partition('_PAYBAND = """')[2].partition('"""')[0]
    with zipfile.ZipFile(io.BytesIO(bz2.decompress(base64.b64decode(packed)))) as archive:
        archive.extractall(tmp_path)
    script = """
import sys
sys.path.insert(0, sys.argv[1])
from payband.hosts.excel.button import review
import payband
assert payband.__file__.startswith(sys.argv[1])
settings = {"implementation date": "02/01/2012", "price base": "2011-12", "costed at": "top"}
posts = [{"line": "A", "state": "now", "posts": 1, "stated cost": 1000}]
assert payband.Review(settings=settings, posts=posts).calculate().failed == []
assert not {"pandas", "openpyxl", "xlwings"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "@_xlwings.script" in code


def test_another_add_in_of_the_workbook_stays(built: Path, tmp_path: Path) -> None:
    def of_another(found: dict[str, bytes]) -> None:
        found[EXTENSION] = found[EXTENSION].replace(b"wa200008175", b"wa104379955")

    path = rewritten(built, tmp_path / "other.xlsx", of_another)
    after = parts(lite.build(str(tmp_path / "both.xlsx"), str(path)))
    assert after[EXTENSION] == parts(path)[EXTENSION]
    check_package(after)
    second = "xl/webextensions/webextension2.xml"
    assert properties(tmp_path / "both.xlsx", second)["main.py"] == lite.main_py()
    panes = ElementTree.fromstring(after["xl/webextensions/taskpanes.xml"])
    identity = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    assert [each.get(identity) for each in panes.iter() if each.get(identity)] == ["rId1", "rId2"]


def test_what_is_no_workbook_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a workbook")
    with pytest.raises(WrongInput, match=r"save it in Excel as \.xlsx"):
        lite.build(str(tmp_path / "out.xlsx"), str(tmp_path / "notes.txt"))
    with pytest.raises(WrongInput, match="cannot be read"):
        lite.build(str(tmp_path / "out.xlsx"), str(tmp_path / "missing.xlsx"))
    with pytest.raises(WrongInput, match="cannot be written"):
        lite.build(str(tmp_path / "no such folder" / "out.xlsx"))
    assert list(tmp_path.glob("*.xlsx")) == []


# --- the packed function path --------------------------------------------------------------------------------------


def test_the_packed_path_answers_with_the_standard_library_alone(tmp_path: Path) -> None:
    (tmp_path / "payband.zip").write_bytes(zipped(function_path()))
    with zipfile.ZipFile(tmp_path / "payband.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    code = (
        "import sys; sys.path.insert(0, 'unpacked')\n"
        "from payband import rules, registry; rules.load()\n"
        "from payband.hosts import cells\n"
        "print(registry.function('EMPLOYERNI').in_cells([3000, '31/05/2025']), len(registry.functions()))\n"
        "print(registry.function('EMPLOYERNI').in_cells([3000, '31/05/2025', 'ZZ']))\n"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.startswith(f"387.45 {len(list(functions()))}\n")


# --- Pyodide -------------------------------------------------------------------------------------------------------


class Lite:
    """What came back from a run in the browser's Python."""

    def __init__(self, found: dict[str, Any], calls: list[Case]) -> None:
        self.python: str = found["python"]
        self.meta: dict[str, Any] = found["meta"]
        self.seconds: dict[str, float] = found["seconds"]
        self.folders: list[str] = found["folders"].split()
        self.rows: int = found["rows"]
        self.answers = dict(zip(map(id, calls), found["answers"], strict=True))

    def answer(self, case: Case) -> dict[str, Any]:
        found: dict[str, Any] = self.answers[id(case)]
        return found


def xlwings_archive(folder: Path) -> Path:
    """xlwings as its wheel for every platform holds it: the installed one without what was compiled for this one."""
    distribution = importlib.metadata.distribution("xlwings")
    files = {
        str(file): Path(str(file.locate())).read_bytes()
        for file in distribution.files or ()
        if str(file).startswith("xlwings")
        and file.suffix in (".py", ".js", ".typed", "")
        and "__pycache__" not in str(file)
    }
    path = folder / "xlwings.zip"
    path.write_bytes(zipped(files))
    return path


def run_in_pyodide(version: str, main: str, archives: list[Path], folder: Path) -> Lite:
    """Run code as xlwings Lite does, in xlwings' own runtime for Pyodide, and make every call of the case table."""
    node, modules = node_packages()
    server = importlib.util.find_spec("xlwings_server")
    if server is None or server.origin is None:
        give_up("xlwings-server, whose runtime for Pyodide is used here, is not installed: it is in the lock file")
    runtime = Path(server.origin).parent
    javascript = (runtime / "static" / "js" / "custom-functions" / "custom-functions-code.js").read_text("utf-8")
    job = {
        "pyodide": (modules / f"pyodide-{version}").as_posix(),
        "archives": [str(path) for path in archives],
        "files": {
            # xlwings Lite brings a licence of its own; this one is for tests.
            ".env": "XLWINGS_LICENSE_KEY=noncommercial\n",
            "config.py": (runtime / "wasm" / "config.py").read_text("utf-8"),
            "custom_functions.py": main,
            "custom_scripts.py": "",
        },
        "before": "import config, xlwings, xlwings.server",
        "runtime": (runtime / "wasm" / "wasm_runtime.py").read_text("utf-8"),
        "main": main,
        "javascript": javascript.replace("placeholder_xlwings_version", importlib.metadata.version("xlwings")),
        "calls": [{"function": f"PAYBAND.{case.function}", "arguments": case.arguments} for case in CASES],
    }
    (folder / "job.json").write_text(json.dumps(job), "utf-8")
    script = TOP / "tests" / "support" / "lite_runtime.mjs"
    status, said = run([*node, str(script), "job.json", "answers.json"], folder, seconds=120)
    assert status == 0, said[-4000:]
    return Lite(json.loads((folder / "answers.json").read_text("utf-8")), CASES)


@pytest.fixture(scope="module", params=["0.27", "314"])
def in_browser(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Lite:
    """The workbook's own main.py, in each line of Pyodide that xlwings Lite knows."""
    folder = tmp_path_factory.mktemp("pyodide")
    return run_in_pyodide(request.param, properties(built)["main.py"], [xlwings_archive(folder)], folder)


def test_the_browser_answers_every_case(in_browser: Lite) -> None:
    wrong = [f"{case}: {problem}" for case in CASES if (problem := difference(case, in_browser.answer(case)))]
    took = in_browser.seconds
    print(
        f"\nxlwings Lite, Python {in_browser.python}: {len(CASES)} calls in {took['calls']:.2f} s; start-up: "
        f"Pyodide {took['pyodide']:.1f} s, xlwings {took['xlwings']:.1f} s, payband {took['payband']:.2f} s; "
        f"a column of {in_browser.rows:,} salaries in one call: {took['column']:.2f} s"
    )
    assert not wrong, "\n".join(wrong)
    assert in_browser.rows == 10_000


def test_excel_is_told_each_functions_help_and_arguments(in_browser: Lite) -> None:
    told = {each["name"]: each for each in in_browser.meta["functions"]}
    assert set(told) == {f"PAYBAND.{entry.name}" for entry in functions()}
    for entry in functions():
        shown = told[f"PAYBAND.{entry.name}"]
        assert shown["description"] == entry.help
        assert [each["name"] for each in shown["parameters"]] == [each.parameter for each in entry.arguments]


def test_the_browser_unpacks_payband_once(in_browser: Lite) -> None:
    archive = zipped(function_path(lite.EXCEL_FUNCTIONS, lite.EXCEL_BUTTON, lite.EXCEL_IMPORT), compressed=False)
    assert in_browser.folders == [f"/tmp/payband-{hashlib.sha256(archive).hexdigest()[:12]}"]


def test_dates_come_back_as_dates(in_browser: Lite) -> None:
    [case] = [each for each in CASES if each.source == "Leicester 2011, para 8.2" and "date" in each.expected]
    [[cell]] = in_browser.answer(case)["answer"]
    assert cell["type"] == "FormattedNumber"
    assert cell["basicValue"] == serial(date(2014, 1, 1))
    assert cell["numberFormat"].lower() == "dd/mm/yyyy"


# --- the plugin ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(lite.build_plugin(str(tmp_path_factory.mktemp("plugin"))))


def test_the_plugin_is_a_wheel_that_pip_installs(plugin: Path, tmp_path: Path) -> None:
    options = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-compile"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "--target", str(tmp_path), str(plugin)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [found] = importlib.metadata.distributions(name="xlwings-payband", path=[str(tmp_path)])
    assert found.metadata["Name"] == "xlwings-payband"
    assert found.requires == ["xlwings>=0.37,<1.0.0"]
    for file in found.files or ():
        assert Path(str(file.locate())).is_file()


def test_building_the_plugin_twice_gives_the_same_bytes(plugin: Path, tmp_path: Path) -> None:
    assert Path(lite.build_plugin(str(tmp_path))).read_bytes() == plugin.read_bytes()


def test_importing_the_plugin_registers_every_function(plugin: Path, tmp_path: Path) -> None:
    main = "from xlwings_payband import *\n"
    browser = run_in_pyodide("314", main, [xlwings_archive(tmp_path), plugin], tmp_path)
    assert {each["name"] for each in browser.meta["functions"]} == {f"PAYBAND.{entry.name}" for entry in functions()}
    assert [str(case) for case in CASES if difference(case, browser.answer(case))] == []
    assert browser.folders == []


def test_a_live_copy_may_carry_its_functions(tmp_path: Path) -> None:
    done = run_payband("review", LEICESTER, "--live", "--lite", "-o", tmp_path / "both.xlsx")
    assert done.returncode == 0, done.stderr
    assert run_payband("review", LEICESTER, "--live", "-o", tmp_path / "live.xlsx").returncode == 0
    lite.build(str(tmp_path / "then.xlsx"), str(tmp_path / "live.xlsx"))
    assert _parts(tmp_path / "both.xlsx") == _parts(tmp_path / "then.xlsx")
    for wrong in (("--lite",), ("--native", "--lite"), ("--live", "--for", "calc", "--lite")):
        done = run_payband("review", LEICESTER, *wrong, "-o", tmp_path / "no.xlsx")
        assert done.returncode == 2
        assert "--lite puts the functions into a live copy for Excel" in done.stderr
        assert not (tmp_path / "no.xlsx").exists()


def _parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook but for the sheet that says when it was made."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if b"run at" not in package.read(name)}
