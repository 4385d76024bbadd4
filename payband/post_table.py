"""The posts of one person as a table of cells: the number of each and its pay."""

from typing import Any

from payband.errors import WrongInput
from payband.kinds import Kind, blank, nested_lists, point_text, read_amount

__all__ = ["POSTS"]

_POSTS_WANTED = "two columns of cells, post number and pay, or one of pay alone"


def _read_posts(value: Any, what: str) -> tuple[tuple[str, int], ...]:
    """Posts of one person with their pay in pence; without numbers they are counted."""
    cells = nested_lists(value)
    rows = cells if type(cells) in (list, tuple) else [cells]
    rows = [tuple(row) if type(row) in (list, tuple) else (row,) for row in rows]
    if len({len(row) for row in rows}) > 1 or not rows or len(rows[0]) > 2:
        raise WrongInput(
            f"{what} must be {_POSTS_WANTED}: letter and pay period are one for all, and posts that differ in them are "
            "not added"
        )
    if len(rows) == 1 and len(rows[0]) == 2 and not isinstance(rows[0][0], str):
        raise WrongInput(f"{what} is one row of two numbers: give the posts below each other, {_POSTS_WANTED}")
    if len(rows) > 1 and isinstance(rows[0][-1], str) and not any(mark.isdigit() for mark in rows[0][-1]):
        rows[0] = ()  # a heading
    found: dict[str, tuple[str, int]] = {}
    for number, row in enumerate(rows, start=1):
        if all(map(blank, row)):
            continue
        post = point_text(row[0]) if len(row) > 1 else str(len(found) + 1)
        if blank(row[0]):
            raise WrongInput(f"{what}, row {number}: pay has no post number")
        if blank(row[-1]):
            raise WrongInput(f"{what}, row {number}: post {post} has no pay; write 0 for one that is not paid")
        if post.casefold() in found:
            raise WrongInput(f"{what}, row {number}: post {post} is given twice: add its pay up, or number the other")
        found[post.casefold()] = (post, read_amount(row[-1], f"{what}, row {number}: the pay"))
    if not found:
        raise WrongInput(f"{what} has no rows: give {_POSTS_WANTED}")
    return tuple(found.values())


def _same(value: Any) -> Any:
    return value


POSTS = Kind(_POSTS_WANTED, _read_posts, _same, is_table=True)
