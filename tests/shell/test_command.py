"""The command's words: call, functions, rates and spines in every form, exit status, and figures of one's own."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import payband
from payband import registry, rules
from tests.run import TOP
from tests.support.workbooks import LEICESTER, changed, put, run_payband

SPECIFIED = {
    "SALARY", "PAYRANGE", "RANGEMIN", "RANGEMAX", "COMPARATIO", "PENETRATION", "UPLIFT",
    "EMPLOYERNI", "LEVY", "ONCOSTS", "EMPLOYERCOST", "ONCOSTTABLE",
    "SLOT", "SLOTPOINT", "SLOTSALARY", "PROTECTIONENDS", "PROTECTION", "PROTECTIONYEAR", "PROTECTIONTABLE",
    "APPROVAL", "NEEDSAPPROVAL", "PAYMULTIPLE",
}  # fmt: skip

FIGURES = "Figures: payband-figures-2026-11 of 30 November 2026, built in"
RATES = [
    "effective_from,effective_to,rate,basis_points,status,source",
    "2030-04-06,2031-04-05,employer,1610,estimate,Own guess for planning",
]


def said(*arguments: str | Path, cwd: Path | None = None) -> str:
    """What a command that succeeds prints, without the last end of line."""
    done = run_payband(*arguments, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.removesuffix("\n")


def refused(*arguments: str | Path, cwd: Path | None = None) -> str:
    done = run_payband(*arguments, cwd=cwd)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr


# --- payband call --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        # HMRC's exact percentage method: (3,000 - 417) x 15%.
        ("EMPLOYERNI 3000 2025-05-31", "387.45"),
        ("employerni £3,000 31/05/2025", "387.45"),
        ("PAYBAND.EMPLOYERNI 3000 2025-05-31", "387.45"),
        ("PAYBAND_EMPLOYERNI 3000 2025-05-31", "387.45"),
        # An empty word is an omitted argument: category A, then by the week, (3,000 - 96) x 15%.
        ("EMPLOYERNI 3000 2025-05-31 '' week", "435.60"),
        ("EMPLOYERNI 3000 2025-05-31 A month no", "387.45"),
        ("PROTECTION 200000 100000 2012-01-02 24", "200000.00"),
        ("PROTECTIONYEAR 200000 100000 2012-01-02 2011-12 24", "24731.18"),
        ("PROTECTIONENDS 2012-01-02 24", "2014-01-01"),
        ("NEEDSAPPROVAL 91269 107264 Harrow", "TRUE"),
        ("NEEDSAPPROVAL 91269 '' Harrow", "FALSE"),
        ("SALARY UCOR/S 19", "123231.00"),
        ("SALARY NJC 20 2024-04-01", "31586.00"),
        ("SLOTPOINT 97575 'Divisional Director'", "9"),
        ("RANGEMAX 'Harrow D1'", "107264.00"),
        # A column gives a line for each of its values. The third decimal of 537.525 goes down.
        ("EMPLOYERNI [3000,4000.5] 2025-05-31", "387.45\n537.52"),
        ("SLOTSALARY [97575,80001] [[6,76725],[7,80000],[9,85575]]", "85575.00\n80000.00"),
    ],
)
def test_call_prints_the_plain_answer(words: str, answer: str) -> None:
    import shlex

    assert said("call", *shlex.split(words)) == answer


def test_call_prints_a_table_as_a_table() -> None:
    assert said("call", "PROTECTIONTABLE", "200000", "100000", "2012-01-02", "24").splitlines() == [
        "period   protected pay  substantive pay        cost",
        "-------  -------------  ---------------  ----------",
        "2011-12      49,462.36        24,731.18   24,731.18",
        "2012-13     200,000.00       100,000.00  100,000.00",
        "2013-14     150,537.64        75,268.82   75,268.82",
    ]


def test_an_unpublished_point_is_shown_as_unknown_and_refused_as_a_salary() -> None:
    assert "17        unknown  unknown" in said("call", "PAYRANGE", "UCOR/S", "16", "18")
    assert "point 17 of UCOR/S was never published" in refused("call", "SALARY", "UCOR/S", "17")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["EMPLOYERNI", "3000", "2025-05-31"], "387.45"),
        (["EMPLOYERNI", "[3000, 4000]", "2025-05-31"], "[\n  387.45,\n  537.45\n]"),
        (["PROTECTIONENDS", "2012-01-02", "24"], '"2014-01-01"'),
        (["NEEDSAPPROVAL", "91269", "107264", "Harrow"], "true"),
        (["SLOTPOINT", "97575", "Divisional Director"], "9"),
        (["PROTECTION", "200000", "100000", "2012-01-02", "24"], "200000.00"),
        (
            ["SLOT", "97575", "Divisional Director"],
            '[\n  {\n    "point": 9,\n    "salary": 85575.00,\n    "change": -12000.00,\n'
            '    "outcome": "fall, above the top"\n  }\n]',
        ),
    ],
)
def test_call_prints_json(words: list[str], answer: str) -> None:
    assert said("call", *words, "--json") == answer
    assert said("call", "--json", *words) == answer


def test_call_reads_columns_and_tables_from_csv_files(tmp_path: Path) -> None:
    (tmp_path / "pay.csv").write_text("3000\n\n4000.50\n", encoding="utf-8")
    (tmp_path / "points.csv").write_text("\ufeffpoint,salary\n6,76725\n7,\n9,85575\n", encoding="utf-8")
    assert said("call", "EMPLOYERNI", "@pay.csv", "2025-05-31", cwd=tmp_path) == "387.45\n537.52"
    assert said("call", "SLOTPOINT", "90000", "@points.csv", cwd=tmp_path) == "9"
    assert "depends on point 7, never published" in refused("call", "SLOTPOINT", "80000", "@points.csv", cwd=tmp_path)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["EMPLOYER"], "'EMPLOYER' is not a function of payband; did you mean 'EMPLOYERNI'?"),
        (["EMPLOYERNI"], "EMPLOYERNI needs pay"),
        (["EMPLOYERNI", "3000"], "EMPLOYERNI needs pay date"),
        (["EMPLOYERNI", "3000", "2035-05-31"], "is known to 5 April 2027 only: add a row to data/ni/rates.csv"),
        (["EMPLOYERNI", "three", "2025-05-31"], "pay is 'three': give a number"),
        (["EMPLOYERNI", "3000", "31/02/2025"], "'31/02/2025', which is not a date"),
        (["EMPLOYERNI", "3000", "2025-05-31", "A", "month", "no", "52", "x"], "takes at most 6 arguments"),
        (["SLOT", "23500", "[[3,23000],[4,24000]]"], "say whether a tie goes to the higher or the lower point"),
        (["EMPLOYERNI", "[1,", "2025-05-31"], "is not a JSON column or table"),
        (["EMPLOYERNI", "@none.csv", "2025-05-31"], "none.csv cannot be read"),
        (["EMPLOYERNI", "[3000, -1, 4000, 0.5, \"x\"]", "2025-05-31"], "EMPLOYERNI: 2 problems to put right"),
        (["RANGEMIN", "Divisional Directr"], "did you mean 'Divisional Director'?"),
    ],
)  # fmt: skip
def test_what_call_refuses(words: list[str], message: str, tmp_path: Path) -> None:
    assert message in refused("call", *words, cwd=tmp_path)


def test_every_bad_row_of_a_column_is_named() -> None:
    lines = refused("call", "EMPLOYERNI", '[3000, -1, 4000, 0.5, "x"]', "2025-05-31").splitlines()
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["row 2", "row 5"]


# --- payband functions ---------------------------------------------------------------------------------------------


def test_functions_lists_every_function() -> None:
    rules.load()
    names = [each.name for each in registry.functions()]
    assert set(names) >= SPECIFIED
    lines = said("functions").splitlines()
    assert [line.partition("(")[0] for line in lines if not line.startswith(" ")] == names
    assert all(line.strip() for line in lines)


def test_functions_of_one_function_tells_all_of_it() -> None:
    text = said("functions", "slot")
    assert text.startswith("SLOT(salary, points, [rule = nearest], [tie], [on date], [full years])")
    for words in ("Source: Leicester City Council, 13 December 2011", "Arguments:", "higher or lower"):
        assert words in text


def test_functions_as_json() -> None:
    found = json.loads(said("functions", "--json"))
    rules.load()
    assert [each["name"] for each in found] == [each.name for each in registry.functions()]
    for each in found:
        assert each["help"]
        assert each["usage"].startswith(f"{each['name']}(")
        assert all({"name", "kind", "help", "required", "default"} <= set(one) for one in each["arguments"])
    [ni] = json.loads(said("functions", "EMPLOYERNI", "--json"))
    assert [(one["name"], one["required"], one["default"]) for one in ni["arguments"]] == [
        ("pay", True, None),
        ("pay date", True, None),
        ("category", False, "A"),
        ("period", False, "month"),
        ("contracted out", False, "no"),
        ("weeks", False, "52"),
    ]


def test_functions_refuses_a_name_it_does_not_know() -> None:
    assert "did you mean 'SLOT'" in refused("functions", "SLOTT")


# --- payband rates and spines --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "figure", "value", "since"),
    [
        (["employer"], "NI employer", "15%", "2025-04-06"),
        (["levy", "rate"], "levy rate", "0.5%", "2017-04-06"),
        (["secondary", "threshold"], "NI secondary threshold", "month £417", "2025-04-06"),
    ],
)
def test_rates(words: list[str], figure: str, value: str, since: str) -> None:
    found = json.loads(said("rates", *words, "--json"))
    assert [row for row in found if row["figure"] == figure and value in row["value"] and row["from"] == since]
    for row in found:
        assert set(row) == {"figure", "value", "from", "to", "status", "source", "read in"}
        assert row["source"]
        text = " ".join(row.values()).casefold()
        assert all(word in text for word in words)
    assert list(csv.DictReader(io.StringIO(said("rates", *words, "--csv")))) == found
    lines = said("rates", *words).splitlines()
    headings = list(dict.fromkeys(row["figure"] for row in found))
    assert [line for line in lines if line[0] != " "] == [*headings, FIGURES]
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("words", "name", "holds"),
    [
        (["UCOC"], "spine UCOC/T", "points 1 to 9; not published: 2, 4, 5, 7, 8"),
        (["Harrow"], "grade D1", "£91,269 to £107,264"),
        (["Leicester"], "grade Strategic Director", "points 16 to 18 of UCOR/S"),
    ],
)
def test_spines(words: list[str], name: str, holds: str) -> None:
    found = json.loads(said("spines", *words, "--json"))
    assert [row for row in found if row["name"] == name and row["holds"] == holds]
    assert set(found[0]) == {"body", "name", "holds", "from", "to", "status", "source", "read in"}
    assert list(csv.DictReader(io.StringIO(said("spines", *words, "--csv")))) == found
    lines = said("spines", *words).splitlines()
    headings = dict.fromkeys(f"{row['body']}, {row['name']}" for row in found)
    assert [line for line in lines if line[0] != " "] == [*headings, FIGURES]
    assert max(map(len, lines)) <= 80


def test_spines_without_a_word_say_how_far_each_body_reaches() -> None:
    lines = said("spines").splitlines()
    assert max(map(len, lines)) <= 80
    last = {line[:22].strip(): line.split()[-1] for line in lines[2:] if re.search(r"\d{4}-\d\d-\d\d$", line)}
    assert (last["NJC"], last["NHS England"], last["Teachers England"]) == ("2027-03-31", "2027-03-31", "2026-08-31")
    assert len(last) == len({row["body"] for row in json.loads(said("spines", "--json"))})


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (["--body", "soulbury", "--on", "01/01/2026"], {"spine Educational Improvement Professionals"}),
        (["--body", "NJC", "--name", "spine njc", "--on", "2026-05-01"], {"spine NJC"}),
        (["--name", "Band 5", "--on", "1 May 2026", "--body", "nhs wales"], {"spine AfC Band 5", "grade Band 5"}),
    ],
)
def test_spines_of_a_body_a_name_or_a_day(asked: list[str], names: set[str]) -> None:
    found = json.loads(said("spines", *asked, "--json"))
    assert names <= {row["name"] for row in found}
    assert len({row["body"] for row in found}) <= 2  # NJC and NJC Fire


def test_rates_that_are_about_to_end_are_listed() -> None:
    found = json.loads(said("rates", "--ending", "--on", "29/11/2026", "--json"))
    assert {row["to"] for row in found if row["figure"] == "NI employer"} == {"2027-04-05"}
    assert all("2026-11-29" <= row["to"] <= "2027-11-29" for row in found)
    assert "NI upper accrual point" not in {row["figure"] for row in found}  # it ended long ago
    assert said("rates", "--ending", "--on", "01/01/2030").startswith("No rate matches day 01/01/2030, ending within")


def test_nothing_that_matches_is_said() -> None:
    assert said("rates", "no such thing").splitlines() == [
        "No rate matches 'no such thing'. 'payband rates' alone shows what there is.",
        FIGURES,
    ]
    assert said("rates", "no such thing", "--json") == "[]"
    assert len(said("rates", "no such thing", "--csv").splitlines()) == 1
    assert "is not a date" in refused("rates", "--on", "soon")


@pytest.mark.skipif(os.name != "posix", reason="a pipe that is closed early is told otherwise on Windows")
@pytest.mark.parametrize("command", ["rates", "spines", "functions"])
def test_a_reader_that_has_seen_enough_is_no_error(command: str) -> None:
    lines_read = f"{sys.executable} -m payband {command} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {lines_read}"],
        cwd=TOP,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


# --- the command as such -------------------------------------------------------------------------------------------


def test_help_and_version() -> None:
    text = said("--help")
    for command in ("review", "call", "functions", "rates", "spines", "upgrade", "build-workbooks"):
        assert command in text
        assert "usage: payband" in said(command, "--help")
    assert "0 all is well, 1 a check failed or could not be made, 2 the input cannot be used" in " ".join(text.split())
    assert said("--version") == f"payband {payband.__version__}"


@pytest.mark.parametrize("words", [["reveiw"], ["review"], ["call"], ["review", "--jsn", "x.xlsx"]])
def test_words_it_does_not_know(words: list[str]) -> None:
    assert "usage: payband" in refused(*words)


def test_a_terminal_without_pound_signs_is_no_error(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "payband", "review", str(LEICESTER)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(TOP)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert b"saving ?1,148,200" in done.stdout


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        # Seventeen people's line with one post fewer than it has holders.
        (lambda workbook: put(workbook, "Structure", 12, "posts", 5), "No line has more people than posts"),
        # A salary between points 6 and 9, where nothing is published.
        (
            lambda workbook: put(workbook, "People", "P07", "salary now", 80_000),
            "Every point that a salary rests on is known",
        ),
        (
            lambda workbook: put(workbook, "StatutoryDuties", 5, "post proposed", None),
            "Statutory duty has one holder proposed: Head of Paid Service",
        ),
    ],
)
def test_a_failed_check_exits_1_and_still_writes_the_answers(change: Any, failed: str, tmp_path: Path) -> None:
    path = changed(tmp_path, change)
    done = run_payband("review", path, "-o", tmp_path / "answers.xlsx")
    assert (done.returncode, done.stderr) == (1, "")
    assert f"FAILED: {failed}" in done.stdout
    assert (tmp_path / "answers.xlsx").is_file()
    done = run_payband("review", path, "--json")
    assert done.returncode == 1
    assert any(check["check"].startswith(failed) and not check["passed"] for check in json.loads(done.stdout)["checks"])


def test_what_is_unknown_is_null_in_json_and_empty_in_the_workbook(tmp_path: Path) -> None:
    path = changed(tmp_path, lambda workbook: put(workbook, "People", "P07", "salary now", 80_000))
    found = json.loads(run_payband("review", path, "--json").stdout)
    person = found["slotting"][6]
    assert (person["person"], person["outcome"]) == ("P07", "unknown")
    assert person["point"] is person["salary_new"] is person["change"] is None
    assert found["protection"]["total"] is found["protection"]["on_costs"] is None
    assert "never published" in person["why"]


def test_estimates_are_marked_on_the_screen_and_pass(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        lambda workbook: put(workbook, "People", "P07", "salary now", 81_000),
        lambda workbook: put(workbook, "Settings", "unpublished points", "value", "estimate"),
    )
    done = run_payband("review", path, "-o", tmp_path / "answers.xlsx")
    assert done.returncode == 0
    assert "1 ESTIMATED" in done.stdout
    assert "never published, estimated: P07" in " ".join(done.stdout.split())


# --- figures of one's own ------------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A body's own figures: a spine and a grade called as Leicester's, and an approval rule."""
    files = {
        "spines/ours/spine-ours.csv": [
            "effective_from,effective_to,body,spine,point,salary,status,source",
            "2011-04-01,2027-03-31,Ours,OURS,1,70000,confirmed,Pay policy 2011",
            "2011-04-01,2027-03-31,Ours,OURS,2,70500.50,confirmed,Pay policy 2011",
        ],
        "spines/ours/grades.csv": [
            "effective_from,effective_to,body,grade,title,order,spine,points,bottom_salary,top_salary,status,source",
            "2011-04-01,2027-03-31,Ours,Divisional Director,Head,1,OURS,1 2,,,confirmed,Pay policy 2011",
        ],
        "policies/ours/approvals.csv": [
            "effective_from,effective_to,body,rule,measure,tested_at,comparison,threshold,approving_body,status,source",
            "2011-04-01,2027-03-31,Ours,Ours,package,top of range,over,60000,Personnel panel,confirmed,Pay policy 2011",
        ],
    }
    for name, lines in files.items():
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "own"


def test_call_asks_ones_own_figures_first(own: Path) -> None:
    assert said("call", "RANGEMAX", "Divisional Director") == "85575.00"
    assert said("call", "RANGEMAX", "Divisional Director", "31/12/2011", "--data", own) == "70500.50"
    assert said("call", "SALARY", "OURS", "1", "31/12/2011", "--data", own) == "70000.00"
    assert said("call", "RANGEMAX", "City Officer", "--data", own) == "68853.00"  # the built-in ones stand behind
    assert said("call", "NEEDSAPPROVAL", "60000", "60000.01", "Ours", "--data", own) == "TRUE"


def test_spines_lists_ones_own_first(own: Path) -> None:
    found = json.loads(said("spines", "--data", own, "--json"))
    assert found[0]["body"] == "Ours"


def test_review_takes_what_its_workbook_does_not_define_from_ones_own_figures(own: Path, tmp_path: Path) -> None:
    def change(workbook: Any) -> None:
        sheet = workbook["Grades"]
        for column in range(1, sheet.max_column + 1):  # the workbook no longer says what a Divisional Director is paid
            sheet.cell(6, column).value = None
        put(workbook, "Settings", "approval policy", "value", "Ours")

    path = changed(tmp_path, change)
    assert "'Ours' is not an approval rule" in refused("review", path, "--json")
    done = run_payband("review", path, "--json", "--data", own)
    found = json.loads(done.stdout)
    assert [row["salary_new"] for row in found["slotting"] if row["line"] == "Divisional Directors"] == [70500.5] * 14
    assert {row["what"] for row in found["approvals"] if row["rule"] == "Ours" and row["needed"]} == {
        "Chief Operating Officer / Head of Paid Service",
        "Strategic Directors",
        "Divisional Directors",
        "City Officer",
    }
    assert any("own/spines/ours/spine-ours.csv" in each["file"].replace("\\", "/") for each in found["figures_used"])


def test_a_workbooks_own_grade_wins_over_ones_own_figures(own: Path) -> None:
    found = json.loads(said("review", LEICESTER, "--json", "--data", own))
    assert [row["top"] for row in found["ranges"] if row["grade"] == "Divisional Director"] == [85575]


def test_own_figures_are_checked_before_use(own: Path) -> None:
    path = own / "spines" / "ours" / "spine-ours.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("70000", "lots"), encoding="utf-8")
    message = refused("call", "SALARY", "OURS", "2", "--data", own)
    assert "problem to put right" in message
    assert "row 2" in message
    assert "lots" in message


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "--data: there is no folder" in refused("rates", "--data", tmp_path / "nowhere")


def test_rates_of_ones_own_reach_further(tmp_path: Path) -> None:
    path = tmp_path / "ni" / "rates.csv"
    path.parent.mkdir()
    path.write_text("\n".join(RATES) + "\n", encoding="utf-8")
    found = json.loads(said("rates", "16.1%", "--data", tmp_path, "--json"))
    assert [(row["figure"], row["from"], row["status"]) for row in found] == [("NI employer", "2030-04-06", "estimate")]
    # The rate is known now, the thresholds are not: the error names the next file to extend.
    message = refused("call", "EMPLOYERNI", "3000", "2030-05-31", "--data", tmp_path)
    assert "add a row to data/ni/thresholds.csv" in message or "add a row to data/ni/categories.csv" in message


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["UPLIFT", "30000", "-2%"], "29400.00"),
        (["UPLIFT", "30000", "-2%", "--json"], "29400.00"),
        (["--json", "UPLIFT", "30000", "-.02"], "29400.00"),
        (["PRESENTVALUE", "-£100", "3.5%"], "-100.00"),
    ],
)
def test_call_takes_what_begins_with_a_minus(words: list[str], answer: str) -> None:
    assert said("call", *words).strip() == answer


def test_call_asks_for_the_months_of_protection() -> None:
    done = run_payband("call", "PROTECTION", "200000", "100000", "02/01/2012")
    assert (done.returncode, done.stdout) == (2, "")
    assert "PROTECTION needs months" in done.stderr
    assert said("call", "PROTECTION", "200000", "100000", "02/01/2012", "36").strip() == "300000.00"


def test_call_without_a_date_is_of_today_and_says_so(tmp_path: Path) -> None:
    """A spine of one's own, with an award that is still to come: in a cell that is the newest, as ever."""
    folder = tmp_path / "spines" / "ours"
    folder.mkdir(parents=True)
    head = "effective_from,effective_to,body,spine,point,salary,status,source\n"
    rows = [
        "2020-04-01,2098-03-31,Ours,OURS,1,30000,confirmed,ours\n",
        "2098-04-01,2099-03-31,Ours,OURS,1,90000,confirmed,ours\n",
    ]
    (folder / "spine-ours.csv").write_text(head + "".join(rows), encoding="utf-8")
    script = (
        "import sys; from payband.library import using_data; from payband.cli import main\n"
        f"with using_data({str(tmp_path)!r}): sys.exit(main(sys.argv[1:]))"
    )
    today = date.today()
    for words, answer, note in (
        (["SALARY", "OURS", "1"], "30000.00", f"the answer of today, {today.day} {today:%B %Y}"),
        (["SALARY", "OURS", "1", "01/05/2098"], "90000.00", ""),
        (["SALARY", "UCOR/S", "16"], "110484.00", ""),
        (["SALARY", "[[1, 20000], [2, 21000]]", "2"], "21000.00", ""),
    ):
        done = subprocess.run(
            [sys.executable, "-c", script, "call", *words], capture_output=True, text=True, check=False
        )
        assert done.stdout.strip() == answer, done.stderr
        assert note in done.stderr
        assert bool(done.stderr) == bool(note)
