"""The tables of deleted posts: what each cost, when it ends and what its end costs, and the saving year by year."""

from payband.review.answers import DAY, MONEY, TEXT, AnswerTable, _column
from payband.review.inputs.fields import Day, Money, Text
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = ["BY_YEAR", "DELETED_POSTS", "PART", "PAYBACK", "DeletedPostRow"]


class DeletedPostRow(InputRow):
    """One post that is deleted."""

    post: Text = column("post", "name")
    annual_cost: Money = column("annual cost", "£ a year", "With the employer's costs, as the paper states it")
    last_day: Day = column("last day", "date", "The last day on which the post costs anything")
    exit_cost: Money | None = column(
        "exit cost", "£, once", "Empty if it is not known: it is never guessed", default=None
    )
    exit_paid_on: Day | None = column("exit cost paid on", "date", "Empty for the last day", default=None)
    note: Text = column("note", "text", default="")


DELETED_POSTS = InputTable("DeletedPosts", "Deleted posts", DeletedPostRow, ("post",), optional=True)

BY_YEAR = AnswerTable(
    "DeletedPostsByYear",
    "Deleted posts by year",
    (
        _column("post", TEXT),
        _column("financial year", TEXT, unit="April to March"),
        _column("cost avoided", MONEY, unit="£"),
        _column("exit cost", MONEY, unit="£, once"),
        _column("net saving", MONEY, unit="£"),
        _column("saving to date", MONEY, unit="£, since the post ended"),
        _column("why", TEXT),
    ),
    "A deleted post in a financial year: the cost avoided, less what its end costs",
)
PAYBACK = AnswerTable(
    "DeletedPostsPayback",
    "Deleted posts payback",
    (
        _column("post", TEXT),
        _column("annual cost", MONEY, unit="£ a year, with employer's costs"),
        _column("last day", DAY),
        _column("exit cost", MONEY, unit="£, once"),
        _column("first year with a saving", TEXT, unit="April to March"),
        _column("paid back in", TEXT, unit="month"),
        _column("saving over the years", MONEY, unit="£, to the end of the horizon"),
        _column("why", TEXT),
    ),
    "A deleted post: the first year that shows a saving, and when its exit cost is paid back",
)

PART = Part(
    "deleted posts",
    "what a deleted post saves by financial year, its exit cost first",
    (DELETED_POSTS,),
    (BY_YEAR, PAYBACK),
    "payband.review.parts.deleted_posts",
)
