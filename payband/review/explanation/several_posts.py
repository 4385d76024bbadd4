"""Explains employer's NI of people with several posts: the sum of their pay, each post's share, and what it adds."""

from collections.abc import Iterator

from payband.review.core.one_person.pay import PostOfPerson, Together
from payband.review.core.structure import PostInLine
from payband.review.explanation.chains import Chain, Step, money, said
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import APART
from payband.review.inputs.several_posts import several_posts
from payband.review.results import Results
from payband.sheets.sheet import Each
from payband.units import counted, pounds_text

__all__ = ["chains_of_posts", "steps_of_line"]

_SETTING = "the setting 'several posts of one person'"


def steps_of_line(line: Each, inputs: Inputs) -> Iterator[Step]:
    """What the NI on the sum of pay adds to a line, post by post of people with several; that it is left out."""
    for each in line.rows(PostInLine):
        post = each.post
        rule = (
            f"{pounds_text(post.share)} of the {pounds_text(post.of.employer_ni)} on the pay of all posts, less "
            f"{pounds_text(post.apart)} on this post by itself; {_SETTING}: {inputs.settings.several_posts}"
        )
        yield money(f"NI of {post.input.person} with other posts", each.correction, rule)
    if inputs.settings.several_posts == APART:
        left_out = [place for places in several_posts(inputs.people) for place in places]
        people = [inputs.people[place] for place in left_out]
        names = [(each.post_now if line.input.state == "now" else each.proposed_line).casefold() for each in people]
        if count := names.count(line.input.line.casefold()):
            yield said(
                "several posts of one person", APART,
                f"NI of {counted(count, 'post')} in it is worked out on each by itself; {_SETTING}",
            )  # fmt: skip


def chains_of_posts(results: Results, place: int) -> Iterator[Chain]:
    """How the NI on the sum of somebody's pay is shared among the posts; by the place of one in table People."""
    figures, inputs = results.structure_cost.figures, results.inputs
    rows = figures.rows_of(PostOfPerson)
    year = inputs.settings.price_base
    for each in figures.each_row(PostInLine):
        if rows.inputs[each.post.number] is not inputs.people[place]:
            continue
        post, together = each.post, each.post.of
        posts = together.rows(PostOfPerson)
        declared = PostOfPerson.columns
        steps = [
            *(money(f"pay of {other.input.person}", other.annual, "a year, as its line costs it") for other in posts),
            money("pay of all posts", together.annual, f"{counted(len(posts), 'post')} with one employer"),
            money("NI on the sum", together.employer_ni, Together.columns["employer_ni"].says),
            money("NI of the posts apart", sum(other.apart for other in posts), "each post by itself"),
            money(f"share of {post.input.person}", post.share, declared["share"].says),
            money("NI by itself", post.apart, declared["apart"].says),
            money("NI more than by itself", post.correction, f"{declared['correction'].says}; {_SETTING}: "
                  f"{inputs.settings.several_posts}"),
        ]  # fmt: skip
        state = each.line.input.state
        yield Chain(f"NI on several posts, {state}, in {year}: {each.line.input.line}", tuple(steps))
