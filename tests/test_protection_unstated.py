"""On-costs of protection that are asked for, but whose rates nobody has stated, are unknown and not nothing."""

from __future__ import annotations

import payband


def test_on_costs_that_are_not_stated_are_unknown() -> None:
    results = payband.Review(
        settings={
            "implementation date": "01/04/2025", "price base": "2025-26", "costed at": "top", "horizon": 1,
            "protection months": 6, "protection form": "frozen", "protection on-costs": "yes",
        },
        grades=[{"grade": "G1", "bottom salary": 30_000, "top salary": 36_000},
                {"grade": "G0", "bottom salary": 20_000, "top salary": 24_000}],
        posts=[
            {"line": "Officers", "state": "now", "grade": "G1", "posts": 2, "stated cost": 100_000},
            {"line": "Officers", "state": "proposed", "grade": "G0", "posts": 2, "stated cost": 80_000},
        ],
        people=[{"person": "A", "post now": "Officers", "proposed line": "Officers", "salary now": 36_000}],
    ).calculate()  # fmt: skip
    assert list(results.protection["cost"]) == [6_000]
    assert list(results.protection["on_costs"]) == [None]
    assert set(results.protection_by_month["on_costs"]) == {None}
    assert results.protection_cost.total == 600_000
    assert results.protection_cost.on_costs is None
    shown = {label: value for _, label, value, _ in results.summary()}
    assert shown.get("On-costs of it") is None, "never a nothing that nobody worked out"
