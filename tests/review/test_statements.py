"""A statement for each person: post and pay before and after, protection; nobody whose outcome is not decided."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

import payband
from payband.commands.statements import DATA, LETTER
from payband.review.statements import FIELDS, LeftOut, statements
from tests.run import TOP
from tests.support.workbooks import run_payband, small_review

AMBLEFORD = TOP / "tests" / "cases" / "went_wrong" / "ambleford" / "nl.xlsx"
LEICESTER = TOP / "workbooks" / "leicester-2011.xlsx"


def made(**given: Any) -> tuple[list[dict[str, str]], dict[LeftOut, int]]:
    found = statements(payband.Review(**small_review(**given)).inputs)
    return [dict(zip(FIELDS, row, strict=True)) for row in found.rows], dict(found.left_out)


def person(**values: Any) -> dict[str, Any]:
    return {"person": "P1", "post now": "Clerk", "proposed line": "Officers", "salary now": 28_000, **values}


def test_each_field_of_somebody_whose_pay_falls() -> None:
    # The range ends at £26,000: point 6. Half of full time, protected for 12 months from 1 April 2025.
    [row], left_out = made(people=[person(FTE=0.5)], settings={"body": "Anytown", "review name": "Review 2025"})
    assert not left_out
    assert row == {
        "reference": "P1", "body": "Anytown", "review": "Review 2025", "starts_on": "1 April 2025",
        "post_now": "Clerk", "grade_now": "", "point_now": "", "salary_now": "£28,000.00",
        "post_new": "Officers", "grade_new": "Officer", "point_new": "6", "salary_new": "£26,000.00",
        "share_of_full_time": "0.5", "pay_now": "£14,000.00", "pay_new": "£13,000.00",
        "change": "Your pay falls by £1,000.00 a year.",
        "protection": "Your pay is protected at £14,000.00 a year until 31 March 2026.",
        "protected_until": "31 March 2026",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "settings", "change", "protection"),
    [
        ({"salary now": 26_000}, {}, "Your pay stays the same.", ""),
        ({"salary now": 20_000}, {}, "Your pay rises by £1,000.00 a year.", ""),
        ({"protection waived": "yes"}, {}, "Your pay falls by £2,000.00 a year.", "You have given up pay protection."),
        ({}, {"protection months": 0}, "Your pay falls by £2,000.00 a year.", "Your pay is not protected."),
        ({}, {"protection form": "uplifted"}, "Your pay falls by £2,000.00 a year.",
         "Your pay is protected at £28,000.00 a year until 31 March 2026, and rises with pay awards."),
        ({}, {"protection form": "tapered", "protection shares": "50%"}, "Your pay falls by £2,000.00 a year.",
         "Your pay is protected in part until 31 March 2026: £27,000.00 a year from 1 April 2025."),
    ],
)  # fmt: skip
def test_pay_and_protection_in_a_sentence(
    values: dict[str, Any], settings: dict[str, Any], change: str, protection: str
) -> None:
    [row], _ = made(people=[person(**values)], settings=settings)
    assert (row["change"], row["protection"]) == (change, protection)


def test_each_step_of_a_taper_is_said() -> None:
    [row], _ = made(
        people=[person(FTE=0.99999)],
        settings={"protection months": 24, "protection form": "tapered", "protection shares": "100%, 50%"},
    )
    assert row["share_of_full_time"] == "0.99999"
    assert "£27,999.72 a year from 1 April 2025, £26,999.73 a year from 1 April 2026." in row["protection"]


def test_the_point_now_is_that_of_the_grade_now() -> None:
    [row], _ = made(people=[person(**{"salary now": 23_000, "grade now": "Officer"})])
    assert (row["point_now"], row["point_new"]) == ("3", "3")


def test_nobody_whose_outcome_is_not_decided() -> None:
    rows, left_out = made(
        people=[
            person(),
            person(person="P2", **{"proposed line": ""}),
            person(person="P3", **{"leaves on": "31/03/2025"}),
            person(person="P4", illustrative="yes"),
            person(person="P5", **{"salary now": 21_500}),
        ]
    )
    assert [row["reference"] for row in rows] == ["P1"]
    assert left_out == {LeftOut.DISPLACED: 1, LeftOut.LEAVES: 1, LeftOut.ILLUSTRATIVE: 1, LeftOut.UNKNOWN: 1}


def test_who_is_to_be_assessed_or_to_compete_is_not_decided() -> None:
    shares = {"A": ("Same", "80%"), "M": ("Changed", "50%"), "C1": ("One", "90%"), "C2": ("One", "90%")}
    staff = [
        {
            "person": name, "grade now": "G", "salary now": 62_000, "proposed line": line,
            "share of current job in the new": share, "share of the new from the current": share,
        }
        for name, (line, share) in shares.items()
    ]  # fmt: skip
    tables = small_review(
        settings={"implementation date": "02/01/2012", "price base": "2011-12"},
        spines=[],
        grades=[{"grade": "G", "order": 1, "bottom salary": 60_000, "top salary": 69_000}],
        posts=[{"line": line, "state": "proposed", "grade": "G", "posts": 1} for line in ("Same", "Changed", "One")],
        people=staff,
        on_costs=[{"profile": "all", "pension rate": "20%", "contracted out": "yes"}],
    )
    found = statements(payband.Review(**tables, more={"PlacementRules": [{"policy": "Leicester"}]}).inputs)
    assert [row[0] for row in found.rows] == ["A"]
    assert found.left_out == {LeftOut.UNDECIDED: 3}


def test_illustrative_people_of_a_public_paper_have_none() -> None:
    found = statements(payband.open_review(LEICESTER).inputs)
    assert not found.rows
    assert found.left_out == {LeftOut.ILLUSTRATIVE: 17, LeftOut.DISPLACED: 3}


def test_the_command_writes_a_merge_and_its_letter(tmp_path: Path) -> None:
    done = run_payband("statements", AMBLEFORD, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "9 statements; 4 people without one, displaced: no post in the new structure" in done.stdout
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / DATA).read_text(encoding="utf-8-sig"))))
    assert list(rows[0]) == list(FIELDS)
    p06 = next(row for row in rows if row["reference"] == "P06")
    # 0.6 of £76,455 and of £67,510, uplifted for 18 months from 1 October 2025.
    assert (p06["pay_now"], p06["pay_new"], p06["protected_until"]) == ("£45,873.00", "£40,506.00", "31 March 2027")
    assert "protected at £45,873.00 a year until 31 March 2027, and rises with pay awards" in p06["protection"]
    with zipfile.ZipFile(tmp_path / "out" / LETTER) as letter:
        xml = letter.read("word/document.xml").decode()
    merged = set(re.findall(r"MERGEFIELD (\w+)", xml))
    assert merged < set(FIELDS)
    assert {"reference", "post_new", "pay_now", "pay_new", "protection"} <= merged


def test_the_letter_is_the_same_each_time_and_stays_when_restyled(tmp_path: Path) -> None:
    for _ in range(2):
        assert run_payband("statements", AMBLEFORD, "-o", tmp_path).returncode == 0
    letter = tmp_path / LETTER
    letter.write_bytes(letter.read_bytes() + b"restyled")
    done = run_payband("statements", AMBLEFORD, "-o", tmp_path)
    assert done.returncode == 2
    assert LETTER in done.stderr
    assert letter.read_bytes().endswith(b"restyled")


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for command in (["statements", AMBLEFORD], ["build-workbooks"]):
        done = run_payband(*command, "-o", tmp_path / "file")
        assert done.returncode == 2
        assert "cannot be made" in done.stderr
    done = run_payband("statements", tmp_path / "none.xlsx", "-o", tmp_path / "new")
    assert done.returncode == 2
    assert not (tmp_path / "new").exists()


def test_libreoffice_opens_the_letter(tmp_path: Path, soffice: str) -> None:
    import subprocess

    assert run_payband("statements", AMBLEFORD, "-o", tmp_path).returncode == 0
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir",
         str(tmp_path), str(tmp_path / LETTER)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert (tmp_path / LETTER).with_suffix(".pdf").stat().st_size > 1_000
