"""Placement in a review: who is placed, competes or is displaced after each round, and what cannot be."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems
from payband.review.results import Results
from payband.workbook import open_review
from tests.rules.test_placement import CASES
from tests.support.workbooks import only, people, rows_of, small_review

GRADES = ("Officer", "Manager", "Director")
CURRENT, NEW, ON = "share of current job in the new", "share of the new from the current", "decided on"


def _grades(**changes: Any) -> list[dict[str, Any]]:
    return [
        {
            "grade": grade,
            "order": order,
            "bottom salary": 30_000 * order,
            "top salary": 30_000 * order + 9_000,
            **changes,
        }
        for order, grade in enumerate(GRADES, start=1)
    ]


def _line(name: str, posts: int = 1, grade: str = "Manager") -> dict[str, Any]:
    return {"line": name, "state": "proposed", "grade": grade, "posts": posts}


def _person(
    name: str, line: str = "", current: str | None = "80%", new: str | None = "80%", grade: str = "Manager", **more: Any
) -> dict[str, Any]:
    shares = {CURRENT: current, NEW: new} if line else {}
    return {"person": name, "salary now": 62_000, "grade now": grade, "proposed line": line, **shares, **more}


def _review(
    people: list[dict[str, Any]],
    lines: list[dict[str, Any]],
    placements: list[dict[str, Any]] | None = None,
    rule: dict[str, Any] | None = None,
    **given: Any,
) -> payband.Review:
    settings = {"implementation date": "02/01/2012", "price base": "2011-12", **given.pop("settings", {})}
    more = {"PlacementRules": [{"policy": "Leicester", **(rule or {})}], "Placements": placements or []}
    tables = small_review(
        settings=settings,
        spines=[],
        grades=given.pop("grades", _grades()),
        posts=lines,
        people=people,
        on_costs=[{"profile": "all", "pension rate": "20%", "contracted out": "yes"}],
    )
    return payband.Review(**tables, more=more, **given)


def _answer(results: Results, table: str) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = results.to_dict()["parts"][table]
    return answers


def _outcomes(results: Results, round_name: str = "slotting list") -> dict[str, str]:
    return {row["person"]: row["outcome"] for row in _answer(results, "PlacementList") if row["round"] == round_name}


# --- the published counts ------------------------------------------------------------------------------------------


def _leicester(placements: list[dict[str, Any]] | None = None) -> Results:
    """20 post holders for 20 posts: 7 assimilated, 7 at a competency interview, 6 in 3 competitive situations.

    The posts and shares are made up; Leicester's equality assessment (part 2) prints the counts, by women and men.
    """
    people = [_person(f"A{n}", f"Same {n}") for n in range(1, 8)]
    people += [_person(f"M{n}", f"Changed {n}", "50%", "60%") for n in range(1, 8)]
    people += [_person(f"C{n}", f"Merged {(n + 1) // 2}", "75%", "90%") for n in range(1, 7)]
    lines = [_line(f"Same {n}") for n in range(1, 8)] + [_line(f"Changed {n}") for n in range(1, 8)]
    lines += [_line(f"Merged {n}") for n in (1, 2, 3)] + [_line("New", 3)]
    return _review(people, lines, placements).calculate()


def test_leicesters_twenty_post_holders() -> None:
    results = _leicester()
    counts = Counter(_outcomes(results).values())
    assert counts == {"assimilate": 7, "match with assessment": 7, "competitive assimilation": 6}
    competed = [row for row in _answer(results, "PlacementByLine") if row["competing"]]
    assert [(row["competing"], row["posts_competed_for"], row["who_competes"]) for row in competed] == [
        (2, 1, "C1, C2"),
        (2, 1, "C3, C4"),
        (2, 1, "C5, C6"),
    ]
    assert results.failed == []
    [words] = [value for section, _, value, _ in results.summary() if section == "Placement"]
    assert words == (
        "20 people: 7 assimilated, 7 matched, 6 competing; 3 competitive situations for 3 posts; 3 posts unfilled"
    )
    # 5+5+3 women and 2+2+3 men
    women = {"assimilate": 5, "match with assessment": 5, "competitive assimilation": 3}
    assert sum(women.values()) == 13
    assert sum(counts[each] - women[each] for each in counts) == 7


def test_the_rounds_can_be_compared() -> None:
    results = _leicester(
        [
            {"round": "appeals", "person": "M1", NEW: "80%", CURRENT: "75%", "decision": "appeal upheld",
             "decided on": "15/12/2011"},
            {"round": "appeals", "person": "C6", "decision": "appeal dismissed", "decided on": "15/12/2011"},
            {"round": "interviews", "person": "C1", "decision": "appointed", "decided on": "20/12/2011"},
            {"round": "interviews", "person": "C4", "decision": "not appointed", "decided on": "20/12/2011"},
            {"round": "interviews", "person": "C5", "decision": "appointed", "decided on": "21/12/2011"},
            {"round": "interviews", "person": "C6", "line": "New", CURRENT: "20%", NEW: "10%"},
        ]
    )  # fmt: skip
    last = _outcomes(results, "interviews")
    assert {person: last[person] for person in ("M1", "C1", "C2", "C3", "C4", "C5", "C6")} == {
        "M1": "assimilate",
        "C1": "appointed",
        "C2": "no post left",  # nobody said so of C2: the one post is C1's
        "C3": "assimilate",  # C4 no longer competes
        "C4": "displaced",
        "C5": "appointed",
        "C6": "ring-fence",
    }
    changes = [tuple(row.values()) for row in _answer(results, "PlacementChanges")]
    assert changes[0] == (
        "M1", "slotting list", "appeals", "Changed 1", "Changed 1", "match with assessment", "assimilate"
    )  # fmt: skip
    assert [(row[0], row[1], row[3], row[4], row[6]) for row in changes[1:]] == [
        ("C1", "appeals", "Merged 1", "Merged 1", "appointed"),
        ("C2", "appeals", "Merged 1", "Merged 1", "no post left"),
        ("C3", "appeals", "Merged 2", "Merged 2", "assimilate"),
        ("C4", "appeals", "Merged 2", "Merged 2", "displaced"),
        ("C5", "appeals", "Merged 3", "Merged 3", "appointed"),
        ("C6", "appeals", "Merged 3", "New", "ring-fence"),
    ]
    [appeal] = [r for r in _answer(results, "PlacementList") if r["person"] == "C6" and r["round"] == "appeals"]
    assert appeal["outcome"] == "competitive assimilation"
    assert appeal["why"].endswith("2 for 1 post; appeal dismissed on 15 December 2011")
    interviewed = {r["person"]: r["why"] for r in _answer(results, "PlacementList") if r["round"] == "interviews"}
    assert interviewed["C5"] == "appointed on 21 December 2011"
    assert interviewed["C6"].endswith("same grade; 1 for 3 posts")  # the appeal was of an earlier round
    assert results.failed == []
    assert any("no post is left in the line of C2" in warning for warning in results.warnings)


# --- the steps of the policy on whole lines ------------------------------------------------------------------------

# posts, (share of the current, share of the new, grade now) of each, outcomes, posts competed for, posts unfilled
LINES = [
    (2, [("75%", "75%", "Manager")] * 2, ["assimilate"] * 2, 0, 0),
    (3, [("75%", "75%", "Manager")] * 2, ["assimilate"] * 2, 0, 1),
    (1, [("75%", "75%", "Manager")] * 2, ["competitive assimilation"] * 2, 1, 0),
    (1, [("74%", "25%", "Officer")] * 2, ["competitive match"] * 2, 1, 0),
    (2, [("74%", "25%", "Director"), ("25%", "74%", "Officer")], ["match with assessment"] * 2, 0, 0),
    (2, [("24%", "80%", "Manager")], ["ring-fence"], 0, 2),
    # who is assimilated comes first; the match has what is left
    (2, [("80%", "80%", "Manager"), ("50%", "50%", "Manager")], ["assimilate", "match with assessment"], 0, 0),
    (
        2,
        [("80%", "80%", "Manager"), ("50%", "50%", "Manager"), ("50%", "50%", "Manager")],
        ["assimilate", "competitive match", "competitive match"],
        1,
        0,
    ),
    (1, [("80%", "80%", "Manager"), ("50%", "50%", "Manager")], ["assimilate", "no post left"], 0, 0),
    (1, [("80%", "80%", "Manager"), ("10%", "10%", "Manager")], ["assimilate", "no post left"], 0, 0),
    (1, [("74.5%", "74.5%", "Manager")], ["not covered by the policy"], 0, 1),
    (1, [("75%", "75%", "Officer")], ["not covered by the policy"], 0, 1),
]


@pytest.mark.parametrize(("posts", "claims", "expected", "competed", "unfilled"), LINES)
def test_the_policys_steps_in_one_line(
    posts: int, claims: list[tuple[str, str, str]], expected: list[str], competed: int, unfilled: int
) -> None:
    people = [_person(f"P{n}", "Managers", *claim) for n, claim in enumerate(claims)]
    results = _review(people, [_line("Managers", posts)]).calculate()
    assert list(_outcomes(results).values()) == expected
    [line] = _answer(results, "PlacementByLine")
    assert (line["posts"], line["claims"], line["posts_competed_for"], line["unfilled"]) == (
        posts, len(claims), competed, unfilled
    )  # fmt: skip
    open_cases = expected.count("not covered by the policy")
    undecided = "Every case of placement is covered by the policy or decided"
    assert (undecided in results.failed) == bool(open_cases)
    posts_check = only(results.tables["Checks"].records(), check=POSTS)
    assert posts_check["passed"]
    assert posts_check["expected"] == posts_check["found"]


@pytest.mark.parametrize(("current", "new", "apart", "people", "posts", "outcome"), CASES)
def test_a_whole_table_answers_as_a_cell_does(
    current: str, new: str, apart: int, people: int, posts: int, outcome: str
) -> None:
    line, now = GRADES[max(apart, 0)], GRADES[max(-apart, 0)]
    claims = [_person(f"P{n}", "Line", current, new, now) for n in range(people)]
    results = _review(claims, [_line("Line", posts, line)]).calculate()
    [[_, why]] = payband.placement(current, new, apart, people, posts, "Leicester").rows
    for row in _answer(results, "PlacementList"):
        assert (row["outcome"], row["why"], row["grades_apart"]) == (outcome, why, apart)


POSTS = "Posts filled, competed for and unfilled are all posts: slotting list"


@pytest.mark.parametrize(("gaps", "outcome"), [("match", "match with assessment"), ("ring-fence", "ring-fence")])
def test_a_case_that_the_policy_leaves_open_is_decided_by_the_setting_and_named(gaps: str, outcome: str) -> None:
    review = _review([_person("P1", "Managers", "74.5%", "80%")], [_line("Managers")], rule={"cases not covered": gaps})
    results = review.calculate()
    [row] = _answer(results, "PlacementList")
    assert (row["outcome"], row["not_covered"]) == (outcome, True)
    assert "74.5% lies between 74% and 75%" in row["why"]
    assert f"decided as {gaps}" in row["why"]
    assert any("do not cover 1 case (P1)" in warning for warning in results.warnings)
    assert "Every case of placement is covered by the policy or decided" not in results.failed


def test_who_has_no_line_is_displaced_and_who_has_gone_claims_nothing() -> None:
    people = [_person("P1"), _person("P2", "Managers", **{"leaves on": "31/12/2011"}), _person("P3", "Managers")]
    results = _review(people, [_line("Managers")]).calculate()
    assert _outcomes(results) == {"P1": "displaced", "P2": "leaves", "P3": "assimilate"}
    assert [row["grades_apart"] for row in _answer(results, "PlacementList")] == [None, None, 0]


def test_two_posts_on_an_exact_half_and_half() -> None:
    halves = [
        {"round": "slotting list", "person": "P1", "line": line, CURRENT: "50%", NEW: "60%"} for line in ("One", "Two")
    ]
    results = _review([_person("P1")], [_line("One"), _line("Two")], halves).calculate()
    rows = _answer(results, "PlacementList")
    assert [(row["line"], row["outcome"]) for row in rows] == [
        ("One", "match with assessment"),
        ("Two", "match with assessment"),
    ]
    assert results.failed == []
    [words] = [value for section, _, value, _ in results.summary() if section == "Placement"]
    assert words == "1 person: 1 matched; 0 posts unfilled"
    # The interviews decide one of them; the other is carried on.
    more = [*halves, {"round": "interviews", "person": "P1", "line": "One", "decision": "appointed"}]
    results = _review([_person("P1")], [_line("One"), _line("Two")], more).calculate()
    rows = [row for row in _answer(results, "PlacementList") if row["round"] == "interviews"]
    assert [(row["line"], row["outcome"]) for row in rows] == [("One", "appointed"), ("Two", "match with assessment")]


def test_who_leaves_gives_up_both_posts() -> None:
    rounds = [
        *(
            {"round": "slotting list", "person": "P1", "line": line, CURRENT: "50%", NEW: "60%"}
            for line in ("One", "Two")
        ),
        {"round": "interviews", "person": "P1", "decision": "leaves", ON: "20/12/2011"},
    ]
    results = _review([_person("P1")], [_line("One"), _line("Two")], rounds).calculate()
    [row] = [row for row in _answer(results, "PlacementList") if row["round"] == "interviews"]
    assert (row["outcome"], row["line"], row["why"]) == ("leaves", None, "leaves on 20 December 2011")
    assert results.failed == []


def test_a_bodys_own_policy_stands_in_the_workbook() -> None:
    own = {"policy": "Ours", "assimilate from": "60%", "match from": "30%", "match to": "59%", "grades apart": 0}
    people = [
        _person("P1", "A", "60%", "60%"),
        _person("P2", "B", "30%", "59%"),
        _person("P3", "C", "40%", "40%", "Officer"),
    ]
    results = _review(people, [_line("A"), _line("B"), _line("C")], rule={**own, "source": "Our handbook"}).calculate()
    assert list(_outcomes(results).values()) == ["assimilate", "match with assessment", "ring-fence"]
    assert any(figure.source == "Our handbook" for figure in results.figures_used)


# --- what cannot be ------------------------------------------------------------------------------------------------


def _row(**values: Any) -> dict[str, Any]:
    return {"round": "appeals", "person": "P1", **values}


WRONG: list[tuple[str, dict[str, Any], list[str]]] = [
    (
        "a share is missing",
        {"people": [_person("P1", "Managers", None, "80%")]},
        [f"table People, row 1, column '{CURRENT}': is empty: give the share, so that P1 can be placed"],
    ),
    (
        "a person unknown",
        {"placements": [_row(person="P11")]},
        ["table Placements, row 1, column 'person': 'P11' is not a person of table People; did you mean 'P1'?"],
    ),
    (
        "a line unknown",
        {"placements": [_row(line="Manager")]},
        ["column 'line': 'Manager' is not a proposed line of table Structure; did you mean 'Managers'?"],
    ),
    (
        "a new line without shares",
        {"placements": [_row(line="Others")]},
        [f"table Placements, row 1, column '{CURRENT}': is empty", f"row 1, column '{NEW}': is empty"],
    ),
    (
        "a round out of order",
        {"placements": [_row(round="appeals"), _row(round="interviews"), _row(person="P2", round="Appeals")]},
        ["row 3, column 'round': the round 'appeals' comes before 'interviews': keep the rows of a round together"],
    ),
    (
        "the first round later",
        {"placements": [_row(), _row(round="slotting list")]},
        ["row 2, column 'round': the round 'slotting list' comes before 'appeals'"],
    ),
    (
        "dates out of order",
        {"placements": [_row(**{ON: "15/12/2011"}), _row(round="interviews", **{ON: "14/12/2011"})]},
        ["row 2, column 'decided on': 14 December 2011 lies before 15 December 2011, the day of an earlier round"],
    ),
    (
        "two posts without an exact split",
        {"placements": [_row(line="Managers", **{CURRENT: "51%", NEW: "60%"}),
                        _row(line="Others", **{CURRENT: "49%", NEW: "60%"})]},
        ["row 2, column 'line': P1: two posts need an exact 50% and 50% split, not 51% and 49%: choose one of them"],
    ),
    (
        "shares of one job that come to more than the whole",
        {"placements": [_row(line="Managers", **{CURRENT: "60%", NEW: "60%"}),
                        _row(line="Others", **{CURRENT: "50%", NEW: "60%"})]},
        ["60% in 'Managers' and 50% in 'Others' make 110% of one present job (P1): put the shares right"],
    ),
    (
        "a share of nothing",
        {"people": [_person("P1", "Managers", "0%", "50%")]},
        ["0% of the present job is in the new one, yet 50% of the new comes from it: both are 0%, or neither"],
    ),
    (
        "a share that is finer than the policy can be",
        {"placements": [_row(line="Others", **{CURRENT: "74.999%"})]},
        ["column 'share of current job in the new': the rate is 74.999%: rates go to two decimals of a percent"],
    ),
    (
        "a third",
        {"people": [_person("P1", "Managers", "1/3", "80%")]},
        ["33.333333% is finer than a hundredth of a percent: give it as, say, 33.33%"],
    ),
    (
        "more holders than posts",
        {"placements": [_row(person=each, decision="appointed") for each in ("P1", "P2")]},
        ["row 2, column 'decision': 2 people (P1, P2) appointed to 'Managers', which has only 1 post: take one back"],
    ),
    (
        "an appeal upheld that changed nothing",
        {"placements": [_row(decision="appeal upheld")]},
        ["column 'decision': the appeal is upheld, but neither line nor shares differ: give what it changed"],
    ),
    (
        "an appeal dismissed that changed something",
        {"placements": [_row(decision="appeal dismissed", **{CURRENT: "76%"})]},
        ["column 'decision': the appeal is dismissed, but the line or the shares differ: keep what was there before"],
    ),
    (
        "appointed to nothing",
        {"people": [_person("P1")], "placements": [_row(decision="appointed")]},
        ["column 'line': is empty, and P1 has no line so far: name the line of the decision"],
    ),
    (
        "a grade without an order",
        {"grades": _grades(order=None)},
        ["table Grades, row 2, column 'order': the grade 'Manager' has no order: give its rank, 1 for the lowest"],
    ),
    (
        "a present grade that nobody ranked",
        {"people": [_person("P1", "Managers", grade="UCOR/S")]},
        ["table People, row 1, column 'grade now': 'UCOR/S' has no row in table Grades, which ranks the grades"],
    ),
    (
        "a line without a post",
        {"lines": [_line("Managers", 0), _line("Others")]},
        ["table Structure, row 1, column 'posts': P1 is to come to 'Managers', which has 0 posts: give it a post"],
    ),
    (
        "an unknown policy",
        {"rule": {"policy": "Leicster"}},
        ["table PlacementRules, row 1, column 'policy': 'Leicster' is not a matching policy in the library; did"],
    ),
    (
        "half a policy",
        {"rule": {"policy": "Ours", "assimilate from": "75%"}},
        ["column 'match from': is empty, but assimilate from is given: give all four of your own policy, or none"],
    ),
    (
        "a policy upside down",
        {"rule": {"policy": "O", "assimilate from": "60%", "match from": "25%", "match to": "74%", "grades apart": 1}},
        ["column 'assimilate from': the shares are not in order"],
    ),
    (
        "twice in a round, the line left empty",
        {"placements": [_row(decision="appointed"), _row(line="Managers", decision="not appointed")]},
        ["row 2, column 'person': 'P1' and this line are already in row 1 of this round: delete one of the two rows"],
    ),
    (
        "twice in a round",
        {"placements": [_row(line="Managers"), _row(line="Managers")]},
        ["row 2, column 'person': the person 'P1, appeals, Managers' is already in row 1: delete one of the two rows"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), [pytest.param(*case[1:], id=case[0]) for case in WRONG])
def test_what_cannot_be_is_named_with_what_to_do(given: dict[str, Any], expected: list[str]) -> None:
    tables: dict[str, Any] = {
        "people": [_person("P1", "Managers"), _person("P2", "Managers")],
        "lines": [_line("Managers"), _line("Others")],
        **given,
    }
    with pytest.raises(InputProblems) as error:
        _review(**tables)
    for words in expected:
        assert words in str(error.value), str(error.value)


def test_rounds_want_a_policy() -> None:
    tables = small_review(people=people(25_000), more={"Placements": [_row()]})
    with pytest.raises(InputProblems, match="table PlacementRules: has no row, and table Placements has some"):
        payband.Review(**tables)


# --- in a workbook -------------------------------------------------------------------------------------------------

_TABLES = ("PlacementList", "PlacementByLine", "PlacementChanges")


def test_a_workbook_of_it_holds_the_same_and_is_read_again(
    tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    rounds = [{"round": "interviews", "person": "C1", "decision": "appointed", "decided on": "20/12/2011"}]
    results = _leicester(rounds)
    path = tmp_path / "placement.xlsx"
    results.save(path)
    again = open_review(path).calculate()
    assert json.dumps(again.to_dict()["parts"], default=str) == json.dumps(results.to_dict()["parts"], default=str)
    converted = load_workbook(libreoffice_convert(path), data_only=True)
    for table in _TABLES:
        expected, found = _answer(results, table), rows_of(converted, table)
        assert [(row.get("person"), row.get("line")) for row in found] == [
            (row.get("person"), row.get("line")) for row in expected
        ]
    errors = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in converted.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]
    assert not errors


def test_a_review_without_placement_has_no_such_answers() -> None:
    results = payband.Review(**small_review()).calculate()
    assert not set(results.to_dict().get("parts", {})) & set(_TABLES)
