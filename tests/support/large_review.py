"""A made-up review of any size, for benchmarks: people with salaries and FTE, a spine, grades, lines and on-costs."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

SPINE = [22_000 + 850 * number for number in range(48)]
GRADES = 12


def large_review(people: int, seed: int = 2011) -> dict[str, Any]:
    """The tables of a review as `payband.Review` takes them.

    Fifty people a line, each line in one of twelve grades of four points. About one person in eleven is above the top
    of the new range and so protected; the others go to the next point above.
    """
    random = Random(seed)
    lines = max(people // 50, 1)
    grade_of = [random.randrange(GRADES) for _ in range(lines)]
    held = [0] * lines
    rows = []
    for number in range(people):
        line = number % lines
        held[line] += 1
        bottom, top = SPINE[grade_of[line] * 4], SPINE[grade_of[line] * 4 + 3]
        above = random.random() < 0.094
        salary = random.randint(top + 1, top + 4_000) if above else random.randint(bottom - 800, top)
        rows.append(
            {
                "person": f"P{number:06d}",
                "post now": f"Team {line:03d}",
                "salary now": salary,
                "FTE": random.choice((1, 1, 1, 0.5, 0.6, "30/37", 0.8)),
                "proposed line": f"Team {line:03d}",
            }
        )
    return {
        "settings": {
            "body": "Borsetshire",
            "protection months": 24, "protection form": "frozen",
            "implementation date": "02/04/2024", "price base": "2024-25", "costed at": "actual",
            "slotting rule": "next above", "protection on-costs": "yes", "on-cost profile": "all",
        },
        "spines": [
            {"spine": "Borsetshire", "point": number, "salary": salary, "effective from": "01/04/2024"}
            for number, salary in enumerate(SPINE, start=1)
        ],
        "grades": [
            {"grade": f"G{number}", "order": number, "spine": "Borsetshire", "bottom point": 4 * number - 3,
             "top point": 4 * number}
            for number in range(1, GRADES + 1)
        ],
        "on_costs": [{"profile": "all", "pension rate": "19.6%", "apprenticeship levy": "yes"}],
        "posts": [
            {"line": f"Team {line:03d}", "state": state, "grade": f"G{grade_of[line] + 1}", "posts": held[line]}
            for state in ("now", "proposed")
            for line in range(lines)
        ],
        "people": rows,
    }  # fmt: skip


def large_workbook(path: Path, people: int) -> None:
    """The same as a review workbook."""
    import payband
    from payband.workbook.write import package_of

    package_of(payband.Review(**large_review(people)).inputs).save(str(path))
