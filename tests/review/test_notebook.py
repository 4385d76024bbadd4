"""What a notebook or a shell shows of results and tables."""

from __future__ import annotations

import payband
from payband.table import ROWS_IN_A_NOTEBOOK, Table
from tests.support.workbooks import LEICESTER, small_review


def test_results_show_what_the_command_prints() -> None:
    results = payband.open_review(LEICESTER).calculate()
    assert repr(results).startswith("<Results: Leicester City Council, Senior management review 2011; from 2 January")
    assert "saving £1,148,200" in repr(results)
    assert "\nStructure" in str(results)
    shown = results._repr_html_()
    assert "<td>Structure</td>" in shown
    assert "£1,148,200" in shown


def test_a_table_shows_its_headings_and_its_first_rows() -> None:
    tables = payband.Review(**small_review()).calculate().tables
    assert repr(tables["PayRanges"]) == "<PayRanges: 1 row>"
    assert "<th>grade</th>" in tables["PayRanges"]._repr_html_()
    assert str(tables["PayRanges"]).startswith("grade")
    long = Table(["<a>"], [[number] for number in range(ROWS_IN_A_NOTEBOOK + 1)])._repr_html_()
    assert "&lt;a&gt;" in long
    assert long.endswith("<p>1 more row</p>")
    assert long.count("<tr>") == ROWS_IN_A_NOTEBOOK + 1
