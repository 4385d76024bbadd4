"""The summary of a run: a table for the screen, and CSV or JSON for a script."""

import os
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from payband.batch.outcome import Outcome
from payband.csv_text import CSV_ENCODING, csv_rows
from payband.errors import WrongInput
from payband.own_files import check_replaceable
from payband.table import Table
from payband.units import pounds
from payband.whole_files import replacing

__all__ = ["check_summary_name", "records", "table", "write_summary"]

_ENDINGS = (".csv", ".json")
_ODD_NAMES = "backslashreplace"  # a file's name may have bytes that are no letters


def table(outcomes: Sequence[Outcome]) -> Table:
    """A row for each workbook, with the first thing there is to say of it."""
    columns = ["file", "status", "checks passed", "saving", "protection", "approvals needed", "seconds", "message"]
    return Table(
        columns,
        [
            [
                each.file,
                each.status,
                each.checks_text,
                _amount(each, each.saving_pence),
                _amount(each, each.protection_pence),
                None if each.approvals_needed is None else Decimal(each.approvals_needed),
                Decimal(f"{each.seconds:.2f}"),
                _first_of(each.messages),
            ]
            for each in outcomes
        ],
    )


def records(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Everything there is to say of each workbook; amounts are `Decimal` pounds."""
    return [
        {
            "file": each.file,
            "status": each.status,
            "output": each.output,
            "checks": each.checks,
            "failed_checks": list(each.failed_checks),
            "saving": _pounds(each.saving_pence),
            "protection": _pounds(each.protection_pence),
            "approvals_needed": each.approvals_needed,
            "seconds": Decimal(f"{each.seconds:.3f}"),
            "messages": list(each.messages),
            "fingerprints": each.fingerprints,
        }
        for each in outcomes
    ]


def check_summary_name(path: str) -> None:
    """Refuses a name for the summary before any work is done. Raises WrongInput."""
    if not path.lower().endswith(_ENDINGS):
        raise WrongInput(f"--summary {path}: give a name that ends in .csv or .json")
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise WrongInput(f"--summary: the folder {folder} does not exist: make it, or give another")
    check_replaceable(path)


def write_summary(outcomes: Sequence[Outcome], path: str) -> None:
    """Writes the summary as CSV or JSON, as its name ends. Raises WrongInput where it cannot be written."""
    try:
        if path.lower().endswith(".csv"):
            _write_csv(outcomes, path)
        else:
            _write_json(outcomes, path)
    except OSError as error:
        raise WrongInput(f"--summary {path} cannot be written ({error.strerror}): close it, or give another") from None


def _write_json(outcomes: Sequence[Outcome], path: str) -> None:
    import simplejson

    with replacing(path) as made, open(made, "w", encoding="utf-8", errors=_ODD_NAMES) as file:
        simplejson.dump(records(outcomes), file, use_decimal=True, indent=2, ensure_ascii=False)
        file.write("\n")


def _write_csv(outcomes: Sequence[Outcome], path: str) -> None:
    rows = []
    for record in records(outcomes):
        fingerprints = record.pop("fingerprints")
        for name in ("inputs", "figures_used"):
            record[f"{name}_fingerprint"] = fingerprints.get(name, "")
        rows.append({name: "; ".join(value) if isinstance(value, list) else value for name, value in record.items()})
    with replacing(path) as made, open(made, "w", encoding=CSV_ENCODING, errors=_ODD_NAMES, newline="") as file:
        write = csv_rows(file)
        write(rows[0])
        for row in rows:
            write(row.values())


def _pounds(pence: int | None) -> Decimal | None:
    return None if pence is None else pounds(pence)


def _amount(outcome: Outcome, pence: int | None) -> Any:
    return "not known" if outcome.calculated and pence is None else _pounds(pence)


def _first_of(messages: Sequence[str]) -> str:
    """The first message on one line, and how many more there are.

    >>> _first_of(["no grade", "no salary", "no date"])
    'no grade (and 2 more)'
    """
    if not messages:
        return ""
    more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
    return " ".join(messages[0].split()) + more
