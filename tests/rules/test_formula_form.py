"""The formula form of every rule: what LibreOffice computes from the text is what the rule computes from integers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from payband.forms import Cell, choose, larger, smaller
from payband.library import matching_policy
from payband.rules.cost.levy import levy_on
from payband.rules.cost.national_insurance import contribution_on_band, employer_ni_on
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.leaving.redundancy import redundancy_on
from payband.rules.measures.pay_multiple import pay_multiple
from payband.rules.pay.high_cost_area import supplement_on
from payband.rules.pay.pay_award import after_award
from payband.rules.pay.pay_range import midpoint, position_in_range, ratio_to_midpoint
from payband.rules.pay.salary_months import pay_in_months, pay_in_part_month
from payband.rules.placing.placement import decided, outcome_number
from payband.units import half_up, penny_by_third_decimal, to_multiple

ROWS = 1_000
SEED = 20_111_213

Draw = Callable[[random.Random], Sequence[int]]


class Rule(NamedTuple):
    """A rule, the arguments to try it with, and how many answers it gives at least."""

    function: Callable[..., Any]
    draw: Draw
    answers: int = 51


def salary(rng: random.Random) -> int:
    """Pence: a round salary as often as an odd one, so that exact halves and thirds come up."""
    return rng.choice([rng.randrange(1, 30_000_000), rng.randrange(1, 300_000) * 100, rng.randrange(1, 10_000) * 300])


def rate(rng: random.Random) -> int:
    return rng.choice([0, 50, 340, 370, 1280, 1380, 1500, 1505, 1950, rng.randrange(0, 4_000)])


def pay_range(rng: random.Random) -> tuple[int, int]:
    bottom = salary(rng)
    return bottom, bottom + rng.randrange(1, 5_000_000)


def ni_terms(rng: random.Random) -> tuple[int, int, int, int]:
    starts_at, limit = rng.choice([(41_700, 418_900), (58_900, 354_000), (418_900, 418_900), (208_300, 418_900)])
    return rng.choice([rng.randrange(0, 3_000_000), starts_at, limit, limit + 1]), starts_at, limit, rate(rng)


def months(rng: random.Random) -> tuple[int, int]:
    first, last = sorted((rng.randrange(1, 13), rng.randrange(1, 13)))
    return first, last


def part_month(rng: random.Random) -> tuple[int, int]:
    of_days = rng.randrange(28, 32)
    return rng.randrange(1, of_days), of_days


def claim(rng: random.Random) -> tuple[int, ...]:
    """Shares about every boundary of the policy, grades apart, people and posts."""
    shares = (2_400, 2_499, 2_500, 5_000, 7_400, 7_401, 7_450, 7_499, 7_500, 10_000)
    return rng.choice(shares), rng.choice(shares), rng.randrange(-2, 3), rng.randrange(1, 5), rng.randrange(1, 5)


LEICESTER = matching_policy("Leicester")


def by_leicester(current: Any, new: Any, apart: Any, people: Any, posts: Any) -> Any:
    return outcome_number(current, new, apart, people, posts, LEICESTER)


def matched_where_open(current: Any, new: Any, apart: Any, people: Any, posts: Any) -> Any:
    return decided(by_leicester(current, new, apart, people, posts), people, posts, "match")


RULES = {
    "half_up": Rule(half_up, lambda rng: (salary(rng) * rate(rng), rng.choice([2, 3, 12, 31, 10_000]))),
    "penny_by_third_decimal": Rule(penny_by_third_decimal, lambda rng: (salary(rng) * rate(rng), 10_000)),
    "to_multiple": Rule(to_multiple, lambda rng: (salary(rng), rng.choice([1, 100, 300, 1_000, 10_000]))),
    "contribution_on_band": Rule(contribution_on_band, ni_terms),
    "employer_ni_on": Rule(employer_ni_on, ni_terms),
    "employer_ni_on with a rebate": Rule(
        employer_ni_on, lambda rng: (*ni_terms(rng), 44_200, 333_700, rng.choice([340, 370]))
    ),
    "levy_on": Rule(levy_on, lambda rng: (salary(rng), 50, rng.choice([0, 125_000, rng.randrange(0, 150_000)]))),
    "share_of_pay": Rule(share_of_pay, lambda rng: (salary(rng), rate(rng))),
    "pay_in_months": Rule(pay_in_months, lambda rng: (salary(rng), *months(rng))),
    "pay_in_part_month": Rule(pay_in_part_month, lambda rng: (salary(rng), rng.randrange(1, 13), *part_month(rng))),
    "after_award": Rule(
        after_award,
        lambda rng: (
            salary(rng),
            rate(rng),
            rng.choice([0, 129_000, 192_500]),
            rng.choice([1, 100, 300]),
            rng.choice([0, 50_000]),
        ),
    ),
    "midpoint": Rule(midpoint, pay_range),
    "ratio_to_midpoint": Rule(ratio_to_midpoint, lambda rng: (salary(rng), *pay_range(rng))),
    "position_in_range": Rule(position_in_range, lambda rng: (salary(rng), *pay_range(rng))),
    "pay_multiple": Rule(
        pay_multiple.rule, lambda rng: (salary(rng), rng.choice([rng.randrange(1_000_000, 5_000_000), salary(rng)]))
    ),
    "outcome_number": Rule(by_leicester, claim, 6),
    "decided": Rule(matched_where_open, claim, 5),
    "redundancy_on": Rule(
        redundancy_on, lambda rng: (rng.randrange(16, 75), rng.randrange(0, 40), rng.randrange(1, 200_000), 71_900)
    ),
    "supplement_on": Rule(supplement_on, lambda rng: (salary(rng), rng.choice([500, 1_500, 2_000]), 579_400, 874_600)),
    "larger, smaller, choose": Rule(
        lambda one, two: choose(one > two, larger(one, two) - smaller(one, two), 0 - one - 2 * two),
        lambda rng: (rng.randrange(-50, 50), rng.randrange(-50, 50)),
    ),
}


def drawn(rule: Rule, name: str) -> list[tuple[int, ...]]:
    rng = random.Random(f"{SEED} {name}")
    return [tuple(rule.draw(rng)) for _ in range(ROWS)]


@pytest.fixture(scope="module")
def cases() -> dict[str, list[tuple[int, ...]]]:
    return {name: drawn(rule, name) for name, rule in RULES.items()}


def write(path: Path, cases: dict[str, list[tuple[int, ...]]]) -> int:
    """One sheet for each rule: its arguments, then the formula; how many formulas there are."""
    book = openpyxl.Workbook(write_only=True)
    written = 0
    for number, (name, rows) in enumerate(cases.items(), start=1):
        sheet = book.create_sheet(f"Rule {number}")
        for index, arguments in enumerate(rows, start=1):
            cells = [Cell(f"{get_column_letter(place)}{index}") for place in range(1, len(arguments) + 1)]
            sheet.append([*arguments, f"={RULES[name].function(*cells)}"])
            written += 1
    book.save(path)
    return written


def test_libreoffice_computes_what_the_rules_compute(
    cases: dict[str, list[tuple[int, ...]]], tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    written = write(tmp_path / "formulas.xlsx", cases)
    assert written >= 10_000
    book = openpyxl.load_workbook(libreoffice_convert(tmp_path / "formulas.xlsx"), data_only=True, read_only=True)
    different = []
    for number, (name, rows) in enumerate(cases.items(), start=1):
        found = list(book[f"Rule {number}"].iter_rows(values_only=True))
        assert len(found) == len(rows)
        for arguments, row in zip(rows, found, strict=True):
            expected = RULES[name].function(*arguments)
            assert type(expected) is int
            if row[len(arguments)] != expected:
                different.append((name, arguments, expected, row[len(arguments)]))
    assert different == []


def test_the_answers_are_worth_comparing(cases: dict[str, list[tuple[int, ...]]]) -> None:
    """A rule that gave the same few answers to everything would agree with anything."""
    for name, rows in cases.items():
        assert len({RULES[name].function(*arguments) for arguments in rows}) >= RULES[name].answers, name
