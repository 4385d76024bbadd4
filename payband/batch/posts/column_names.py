"""The names of the columns of a table of posts that decide an answer, and what each holds."""

__all__ = [
    "CATEGORY", "EMPLOYEE", "FTE", "GRADE", "KNOWN", "LEAVES", "LINE", "POSTS", "POST_NUMBER", "PROFILE", "SALARY",
    "WAIVED",
]  # fmt: skip

SALARY = "salary now"
LINE, GRADE, FTE = "proposed line", "proposed grade", "FTE"
PROFILE, CATEGORY, WAIVED, LEAVES = "on-cost profile", "NI category", "protection waived", "leaves on"
POSTS = "posts"
EMPLOYEE, POST_NUMBER = "employee", "post number"

KNOWN = {
    SALARY: "the full-time salary in £ a year (needed)",
    LINE: "the line of the review it goes to (or give the grade)",
    GRADE: "the grade it goes to, where no line is given",
    FTE: "the part of full time worked, such as 0.5; 1 if empty",
    PROFILE: "the on-cost profile, if not the line's",
    CATEGORY: "the NI category letter, if not the profile's",
    WAIVED: "yes where pay protection is not wanted; no if empty",
    LEAVES: "the last day in the post, if it is known",
    POSTS: "how many posts the row stands for; 1 if empty",
    EMPLOYEE: "the person's reference, the same for each post",
    POST_NUMBER: "which of the person's posts it is",
}
"""Each column with what it holds. Every other column is copied to the output as it is."""
