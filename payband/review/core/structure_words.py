"""What is said of a line's cost: made from the figures, last of all."""

from payband.review.core.structure import COSTED_AT, PostInLine, Posts
from payband.sheets.sheet import Each
from payband.sheets.unknown import Unknown
from payband.units import counted, percent_text, pounds_text

__all__ = ["NO_POSTS", "how_costed", "is_estimated", "stated_text", "why_of"]

NO_POSTS = "no posts"


def is_estimated(line: Each) -> bool:
    """Whether the cost of a line rests on points that were never published."""
    return not isinstance(line.estimated, Unknown) and line.estimated > 0


def how_costed(line: Each) -> str:
    """At which pay the posts of a line are costed, and how many of them."""
    noun = "post" if line.posts == 1 else "posts"
    where = COSTED_AT[line.costed_at]
    if where != "actual":
        return f"{line.posts} {noun} at the {where} of {line.grade.input.span}"
    where = "at the top" if line.vacancies_costed or not line.vacant else "and not costed"
    return f"{line.holders} {noun} at actual pay, {line.vacant} vacant {where}"


def stated_text(line: Each) -> str:
    """The stated cost of a line; nothing where none is stated."""
    return f"stated cost {pounds_text(line.stated)}" if line.is_stated else ""


def why_of(line: Each) -> str:
    """How the cost of a line comes about, or why it is not known; nothing for a line that there is not."""
    if not line.is_there:
        return ""
    stated, gross = stated_text(line), line.gross
    if not line.posts:
        return stated or NO_POSTS
    if isinstance(gross, Unknown):
        return "; ".join(part for part in (stated, f"not modelled: {gross.why}") if part)
    paid = line.first_of(Posts)
    if paid is None:
        return "; ".join(part for part in (stated, how_costed(line)) if part)
    first = paid.of
    why = (
        f"{how_costed(line)}; on {pounds_text(first.salary.annual)}: NI {pounds_text(first.employer_ni)}, pension at "
        f"{percent_text(first.salary.terms.pension_rate)} {pounds_text(first.pension)}"
    )
    for name, amount in (("levy", first.levy), ("other", first.other)):
        if amount:
            why += f", {name} {pounds_text(amount)}"
    if together := line.rows(PostInLine):
        more = sum(each.correction for each in together)
        why += f"; NI {pounds_text(more)} more, as {counted(len(together), 'holder has', 'holders have')} other posts"
    why += f"; modelled {pounds_text(line.modelled)}"
    if line.external:
        why += f" after {pounds_text(line.external)} paid by others"
    return f"{stated}; {why}" if stated else why
