"""Whether the answers that a workbook holds are those that its inputs and today's figures give."""

from collections.abc import Mapping
from typing import Any

from payband.review.disclosure.published import column_of
from payband.review.results import Results
from payband.workbook.figures_since import logged
from payband.workbook.review_file import WorkbookFile

__all__ = ["what_has_changed"]

FINGERPRINTS = {"input fingerprint": "inputs", "figures fingerprint": "figures"}


def what_has_changed(results: Results) -> list[str]:
    """What has changed since a workbook's answers were filled in: its inputs, the figures used, or nothing.

    A workbook without answers, or without a run log, has nothing to compare with.
    """
    source: WorkbookFile = results.source
    then = {item: value for item, value, *_ in logged(source) if item}
    log = results.tables["RunLog"]
    now: Mapping[str, Any] = dict(zip(column_of(log, "item"), column_of(log, "value"), strict=True))
    return [what for item, what in FINGERPRINTS.items() if item in then and then[item] != str(now[item])]
