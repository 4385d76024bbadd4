"""What a committee report shows of the pay structure, and what of it tells of people one by one or of few."""

__all__ = ["AT_THEIR_PAY", "COSTS_OF_CANDIDATES", "KEPT", "MODULE", "OF_PEOPLE", "ONE_BY_ONE"]

MODULE = "payband.review.parts.pay_structure.part"
COSTS_OF_CANDIDATES = frozenset(["CandidatesCompared", "CandidatesByYear"])
"""The tables of what candidate structures cost: the difference of two is what those are paid who differ in them."""
ONE_BY_ONE = frozenset(["PayLineChart", "PayLinePosts", "CandidatesByPost"])
"""The tables of people one by one."""
AT_THEIR_PAY = frozenset(["PayLine", "CandidatesCompared", "CandidatesInGrade", "SearchesFound", "SearchesByGrade"])
"""The tables of counts and costs that are withheld of few people, also where people are listed."""
OF_PEOPLE = frozenset(
    each.casefold()
    for each in (*COSTS_OF_CANDIDATES, *ONE_BY_ONE, *AT_THEIR_PAY, "CandidatesByGroup", "CandidateBoundaries")
)
"""The tables of people, in small letters."""
KEPT = {
    "PayLine": ("scheme", "pay line", "people", "least points", "most points", "explained"),
    "CandidatesCompared": ("candidate", "rises", "stays", "falls", "more than now", "at the top", "protection"),
    "CandidatesByGrade": ("candidate", "grade", "points from", "points to", "bottom", "top", "posts"),
    "CandidatesInGrade": ("candidate", "grade", "posts", "people", "rises", "stays", "falls"),
    "CandidatesByGroup": ("candidate", "characteristic", "group", "people", "rises", "stays", "falls"),
    "CandidatesByYear": ("candidate", "financial year", "cost now", "cost", "more than now", "protection"),
    "CandidateBoundaries": (
        "candidate",
        "from grade",
        "to grade",
        "boundary",
        "nearest below",
        "nearest above",
        "apart",
    ),
    "SearchesFound": ("search", "candidate", "aim", "rises", "stays", "falls", "falls as given"),
    "SearchesByGrade": ("search", "grade", "points from", "points to", "from as given", "posts"),
}
"""The columns that a report shows: no cost of a grade, whose posts are few, and no exact pay line."""
