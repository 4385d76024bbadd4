"""The charts of a review as pictures, drawn with Matplotlib from the tables of chart data."""

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any, NamedTuple

from payband.calendar import date_text
from payband.errors import WrongInput, how_to_add
from payband.report.pictures import Picture, picture_of
from payband.review.answers import MONEY, AnswerRows
from payband.units import pounds

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from payband.review.results import Results

__all__ = ["draw", "draw_tables"]

INK, GREY, NAVY, ORANGE, TEAL, PALE = "#1A1A1A", "#8A94A3", "#1F3864", "#C55A11", "#1B7F79", "#C9D8EC"
STRIPES, DOTS = "////", "...."  # so that no two series are told apart by colour alone
WIDTH = 9.0  # inches, at which letters of 9 points are as large as a page's text
ROW, LEAST_HEIGHT = 0.34, 1.8  # inches: a row of a chart of bars, and the least height of a chart
LONG_LABEL = 20  # letters: longer ones of a legend stand two beside each other
LETTERS: dict[Any, Any] = {"font.family": "DejaVu Sans", "font.size": 9, "hatch.linewidth": 1.2, "hatch.color": ORANGE}
NEED_MATPLOTLIB = f"charts are drawn with Matplotlib, which is not installed: {how_to_add('report')}"


class _Chart(NamedTuple):
    """A chart: the table that it shows, its words, and what draws it."""

    table: str
    title: str
    description: str
    height: Callable[[int], float]
    into: Callable[["Axes", "_Columns"], None]


_Columns = Mapping[str, Sequence[Any]]
"""The columns of a table of chart data by heading, amounts in pounds; None where one is not known."""


def draw(results: "Results") -> list[Picture]:
    """The charts of a review: pay ranges with people, slotting, protection by month, structure cost, savings by year.

    Each shows what the table of chart data of the results holds; a chart without data is left out. The same results
    give the same bytes. Raises WrongInput, saying what to install, where Matplotlib is missing.
    """
    return draw_tables(results.tables)


def draw_tables(tables: Mapping[str, AnswerRows]) -> list[Picture]:
    """The charts of those tables of chart data that are given and hold anything."""
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        raise WrongInput(NEED_MATPLOTLIB) from None

    pictures = []
    for chart in CHARTS:
        rows = tables.get(chart.table)
        if rows is None or not _anything(rows):
            continue
        columns = _columns(rows)
        with rc_context({**LETTERS, "svg.fonttype": "none", "svg.hashsalt": chart.table}):
            figure = Figure(figsize=(WIDTH, chart.height(len(rows))), layout="constrained")
            axes = figure.add_subplot()
            chart.into(axes, columns)
            _dress(axes)
            pictures.append(picture_of(figure, chart.table, chart.title, chart.description))
    return pictures


def _anything(rows: AnswerRows) -> bool:
    """Whether an amount of the table is known."""
    amounts = [
        values for column, values in zip(rows.table.columns, rows.columns(), strict=True) if column.form is MONEY
    ]
    return any(each is not None for values in amounts for each in values)


def _columns(rows: AnswerRows) -> dict[str, list[Any]]:
    """The columns by heading. A picture needs no pennies, so its lengths are plain numbers."""
    found = {}
    for column, values in zip(rows.table.columns, rows.columns(), strict=True):
        if column.form is MONEY:
            values = [None if each is None else float(pounds(each)) for each in values]
        elif column.form.name == "exact":
            values = [None if each is None else float(column.form.give(each)) for each in values]
        found[column.heading] = list(values)
    return found


# --- pieces --------------------------------------------------------------------------------------------------------


def _pounds_axis(value: float, _: Any) -> str:
    """An amount in few letters, one below zero in brackets as in a workbook."""
    size = abs(value)
    if size >= 1_000_000:
        shown = f"£{size / 1_000_000:g}m"
    else:
        shown = f"£{size / 1_000:g}k" if size >= 1_000 else f"£{size:g}"
    return f"({shown})" if value < 0 else shown


def _dress(axes: "Axes") -> None:
    """What all charts share: quiet lines, ink for letters, a legend above where there is more than one series."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(GREY)
    axes.tick_params(colors=INK, length=0)
    axes.set_axisbelow(True)
    handles, labels = axes.get_legend_handles_labels()
    if len(handles) > 1:
        beside = len(handles) if max(map(len, labels)) <= LONG_LABEL else 2
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=beside, frameon=False, borderaxespad=0.2)


def _rows_down(axes: "Axes", names: Sequence[str]) -> None:
    """Names next to bars, the first on top, amounts along the bottom."""
    axes.set_yticks(range(len(names)), [_wrapped(name) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.xaxis.set_major_formatter(_pounds_axis)
    axes.grid(axis="x", color=PALE, linewidth=0.8)


def _wrapped(name: str) -> str:
    """A name in the two lines that there is room for next to a bar; the table of the chart has it whole."""
    from textwrap import fill

    return fill(name, 34, max_lines=2, placeholder=" ...").replace("$", r"\$")  # which would start a formula


def _columns_along(axes: "Axes", names: Sequence[str], every: int = 1) -> None:
    """Names below columns, amounts next to them."""
    shown = range(0, len(names), every)
    axes.set_xticks(list(shown), [names[number] for number in shown])
    axes.yaxis.set_major_formatter(_pounds_axis)
    axes.grid(axis="y", color=PALE, linewidth=0.8)


def _known(values: Sequence[Any]) -> list[float]:
    return [0.0 if each is None else each for each in values]


_NOW: dict[str, Any] = {"color": NAVY, "edgecolor": NAVY}
_NEW: dict[str, Any] = {"facecolor": "white", "edgecolor": ORANGE, "hatch": STRIPES}
_ON_COSTS: dict[str, Any] = {"facecolor": "white", "edgecolor": NAVY, "hatch": DOTS}


def _pairs_of_bars(axes: "Axes", names: Sequence[str], first: tuple[str, Any], second: tuple[str, Any]) -> None:
    places = range(len(names))
    for (label, values), look, aside in ((first, _NOW, -0.19), (second, _NEW, 0.19)):
        axes.barh([place + aside for place in places], _known(values), height=0.36, label=label, **look)
    _rows_down(axes, names)


# --- the charts ----------------------------------------------------------------------------------------------------


def _ranges(axes: "Axes", columns: _Columns) -> None:
    names = columns["grade and person"]
    places = [place for place, each in enumerate(columns["bottom"]) if each is not None]
    bottoms = [columns["bottom"][place] for place in places]
    widths = _known([columns["pay range"][place] for place in places])
    axes.barh(places, widths, left=bottoms, height=0.6, color=PALE, edgecolor=NAVY, linewidth=0.8, label="pay range")
    for heading, marker, colour, size in (("salary now", "o", NAVY, 42), ("salary new", "D", ORANGE, 22)):
        known = [(each, place) for place, each in enumerate(columns[heading]) if each is not None]
        if known:
            axes.scatter(
                [each for each, _ in known],
                [place for _, place in known],
                marker=marker,
                s=size,
                color=colour,
                edgecolors="white",
                linewidths=0.5,
                zorder=3,
                label=heading,
            )
    axes.use_sticky_edges = False  # the first bar stands off the axis, which does not start at £0
    axes.margins(x=0.04)
    _rows_down(axes, names)
    axes.set_xlabel("£ a year, full-time")


def _people(axes: "Axes", columns: _Columns) -> None:
    _pairs_of_bars(
        axes,
        columns["person or line"],
        ("salary now", columns["salary now"]),
        ("salary new", columns["salary new"]),
    )
    axes.set_xlabel("£ a year, full-time")


def _structure(axes: "Axes", columns: _Columns) -> None:
    """The lines of which a cost is known: the others, of a paper that states none, have no bar to show."""
    now, proposed = columns["cost now"], columns["cost proposed"]
    known = [at for at, both in enumerate(zip(now, proposed, strict=True)) if any(each is not None for each in both)]
    _pairs_of_bars(
        axes,
        [columns["line of the structure"][at] for at in known],
        ("cost now", [now[at] for at in known]),
        ("cost proposed", [proposed[at] for at in known]),
    )
    axes.set_xlabel("£ a year, on-costs included")


def _protection(axes: "Axes", columns: _Columns) -> None:
    names = columns["month of protection"]
    basic, on_costs = _known(columns["cost"]), columns["on-costs"]
    places = range(len(names))
    axes.bar(places, basic, width=0.7, label="basic pay", **_NOW)
    if any(each is not None for each in on_costs):
        axes.bar(places, _known(on_costs), bottom=basic, width=0.7, label="on-costs", **_NEW)
    _columns_along(axes, names, every=max(1, -(-len(names) // 9)))
    axes.set_ylim(top=axes.get_ylim()[1] * 1.12)
    end = len(names) - 0.5
    axes.axvline(end, color=INK, linewidth=1, linestyle=":")
    ends = f"protection ends {names[-1].replace('to ', 'on ')} "
    axes.text(end, 0.99, ends, ha="right", va="top", transform=axes.get_xaxis_transform())
    axes.set_ylabel("£ a month")


def _savings(axes: "Axes", columns: _Columns) -> None:
    years = columns["financial year"]
    places = range(len(years))
    named = {"protection": ("protection", _NEW), "on-costs of it": ("on-costs of protection", _ON_COSTS)}
    against = [heading for heading in named if _some(columns.get(heading, ()))]
    axes.bar(places, _known(columns["saving"]), width=0.55, color=TEAL, edgecolor=TEAL, label="saving")
    below = [0.0] * len(years)
    for heading in against:
        label, look = named[heading]
        amounts = _known(columns[heading])
        axes.bar(places, amounts, bottom=below, width=0.55, label=label, **look)
        below = [one + other for one, other in zip(below, amounts, strict=True)]
    if _some(columns["net saving to date"]):
        line = [float("nan") if each is None else each for each in columns["net saving to date"]]
        axes.plot(places, line, color=NAVY, marker="D", markersize=5, linewidth=1.6, label="net saving to date")
    axes.axhline(0, color=INK, linewidth=0.8)
    _columns_along(axes, years)
    axes.set_ylabel("£")


MOST_POINTS, MOST_DAYS = 15, 4  # of the spine against the floors: more could not be told apart
LEAST_POINTS, NEAR = 3, 1.25  # points are shown up to so many times the highest floor
_FLOOR_LINES = (("-", TEAL), ("--", INK), (":", NAVY), ("-.", ORANGE))


def _floors(axes: "Axes", columns: _Columns) -> None:
    """The lowest points by the first policy, and its floors, with those of policies by which an hour is as long."""
    named = ("policy", "from", "spine or grade", "point", "hourly pay", "floor")
    rows = list(zip(*(columns[name] for name in named), strict=True))
    pays = {(day, f"{spine} {point}"): pay for policy, day, spine, point, pay, _ in rows if policy == rows[0][0]}
    known = [each for each, pay in pays.items() if pay is not None]
    days = list(dict.fromkeys(day for day, _ in known))[:MOST_DAYS]
    lowest = {name: pays[day, name] for day, name in reversed(known)}
    near = NEAR * max(floor for *_, floor in rows)
    names = sorted(lowest, key=lambda name: lowest[name])
    names = [name for at, name in enumerate(names) if lowest[name] <= near or at < LEAST_POINTS][:MOST_POINTS]
    for day, (marker, colour) in zip(days, (("o", NAVY), ("D", ORANGE), ("s", TEAL), ("^", INK)), strict=False):
        there = [(pays[day, name], at) for at, name in enumerate(names) if pays.get((day, name)) is not None]
        if there:
            pay, at = zip(*there, strict=True)
            axes.scatter(pay, at, marker=marker, color=colour, zorder=3, label=f"pay {date_text(day)}")
    differ = {policy for policy, day, spine, point, pay, _ in rows if pays.get((day, f"{spine} {point}"), pay) != pay}
    floors: dict[tuple[str, float], Any] = {}
    for policy, day, _, _, _, floor in rows:
        if policy not in differ:
            floors.setdefault((policy, floor), day)
    for ((policy, floor), day), (line, colour) in zip(floors.items(), cycle(_FLOOR_LINES), strict=False):
        label = f"{_wrapped(policy)}, {date_text(day)}: £{floor:.2f}"
        axes.axvline(floor, linestyle=line, color=colour, linewidth=1.6, label=label)
    _rows_down(axes, names)
    axes.xaxis.set_major_formatter("£{x:.2f}")
    axes.set_xlabel("£ an hour")


def _pay_line(axes: "Axes", columns: _Columns) -> None:
    """Posts as circles, the pay line, and grades as boxes."""
    rows = list(zip(*(columns[name] for name in ("points", "pay of a post", "pay line", "grade", "what")), strict=True))
    posts = [(points, pay) for points, pay, *_ in rows if pay is not None]
    if posts:
        points, pay = zip(*posts, strict=True)
        axes.scatter(points, pay, s=26, color=NAVY, edgecolors="white", linewidths=0.5, zorder=3, label="post")
    line = [(points, pay) for points, _, pay, *_ in rows if pay is not None]
    if line:
        points, pay = zip(*line, strict=True)
        axes.plot(points, pay, color=ORANGE, linewidth=1.8, linestyle="--", zorder=4, label="pay line")
    boxes: dict[str, list[tuple[int, float]]] = {}
    for points, _, _, pay, what in rows:
        if pay is not None:
            boxes.setdefault(what, []).append((points, pay))
    for number, (what, corners) in enumerate(boxes.items()):
        across, up = zip(*corners, strict=True)
        left, low, width, height = min(across), min(up), max(across) - min(across), max(up) - min(up)
        label = "grade" if not number else None
        axes.bar(left, height, width, low, align="edge", color=PALE, edgecolor=TEAL, linewidth=1.2, label=label)
        axes.text(left + width / 2, low + height, what.partition(",")[0], ha="center", va="bottom", color=INK)
    axes.use_sticky_edges = False
    axes.margins(y=0.08)
    axes.yaxis.set_major_formatter(_pounds_axis)
    axes.grid(axis="y", color=PALE, linewidth=0.8)
    axes.set_xlabel("job evaluation points")
    axes.set_ylabel("£ a year, full-time")


def _some(values: Sequence[Any]) -> bool:
    return any(each is not None for each in values)


def _by_rows(rows: int) -> float:
    return max(LEAST_HEIGHT, 1.1 + ROW * rows)


def _by_pairs(rows: int) -> float:
    return max(LEAST_HEIGHT, 1.1 + 1.5 * ROW * rows)


def _low(_: int) -> float:
    return 3.4


def _of_points(_: int) -> float:
    return 5.6


CHARTS = (
    _Chart(
        "ChartRanges",
        "Pay ranges of the proposed structure",
        "A bar from the bottom to the top of each pay range; where people are shown, a circle is a salary now and a "
        "diamond the salary slotted to.",
        _by_rows,
        _ranges,
    ),
    _Chart(
        "ChartPeople",
        "Slotting before and after",
        "Two bars for each person or line: the salary now, solid, and the salary slotted to, striped. For a line it is "
        "the average of its people.",
        _by_pairs,
        _people,
    ),
    _Chart(
        "ChartProtection",
        "Cost of pay protection by month, to its end",
        "A column for each month of pay protection up to its last: basic pay, solid, with on-costs, striped, on top "
        "where they are costed.",
        _low,
        _protection,
    ),
    _Chart(
        "ChartStructure",
        "Cost of the structure, now and proposed",
        "Two bars for each line of the structure: its cost a year now, solid, and as proposed, striped.",
        _by_pairs,
        _structure,
    ),
    _Chart(
        "ChartSavings",
        "Savings by financial year",
        "A column for each financial year: the saving upwards, solid, and pay protection downwards, striped; a line "
        "with diamonds is the net saving to date.",
        _low,
        _savings,
    ),
    _Chart(
        "WageFloorPoints",
        "The lowest points of the spine against the wage floors",
        "A mark for the hourly pay of each of the lowest points in use, from each day on; an upright line is a floor. "
        "A mark to the left of a line falls under that floor.",
        _of_points,
        _floors,
    ),
    _Chart(
        "PayLineChart",
        "Pay against job evaluation points",
        "The pay line through the points and full-time pay of posts, dashed, and a box for each grade of a candidate "
        "structure; where posts are shown, a circle for each.",
        _of_points,
        _pay_line,
    ),
)
