"""One entry for each worksheet function: its name, help, arguments, conversions and errors, for every host.

A rule is written in whole pence, basis points and dates. `worksheet_function` makes a `WorksheetFunction` of it and
enters it under its name.
"""

from collections.abc import Callable, Iterable
from typing import Any

from payband.errors import UnknownName, nearest_name
from payband.kinds import Kind
from payband.worksheet import Argument, Row, Step, TableOf, Value, WorksheetFunction

__all__ = [
    "Argument",
    "Row",
    "Step",
    "TableOf",
    "Value",
    "WorksheetFunction",
    "function",
    "functions",
    "worksheet_function",
]

_functions: dict[str, WorksheetFunction] = {}


def worksheet_function(
    name: str, answer: Value | Row | TableOf, /, **arguments: tuple[Kind, str]
) -> Callable[[Callable[..., Any]], WorksheetFunction]:
    """Registers a rule as a worksheet function.

    `arguments` names each parameter's kind and help, in the rule's own order; a parameter with a default is optional.
    """

    def register(rule: Callable[..., Any]) -> WorksheetFunction:
        code = rule.__code__
        parameters = code.co_varnames[: code.co_argcount]
        if parameters != tuple(arguments):
            raise TypeError(f"{name}: the arguments described are not the parameters of {rule.__name__}")
        defaults = rule.__defaults__ or ()
        first_optional = len(parameters) - len(defaults)
        described = [
            Argument(
                parameter.replace("_", " "),
                parameter,
                *arguments[parameter],
                index < first_optional and not arguments[parameter][0].may_be_blank,
                None if index < first_optional else defaults[index - first_optional],
            )
            for index, parameter in enumerate(parameters)
        ]
        entry = WorksheetFunction(name, rule, answer, described)
        _functions[name] = entry
        return entry

    return register


def functions() -> Iterable[WorksheetFunction]:
    """Every worksheet function that has been registered, by name."""
    return [_functions[name] for name in sorted(_functions)]


def function(name: str) -> WorksheetFunction:
    """The worksheet function of a name, with or without the prefix a host gives it.

    Raises UnknownName with the nearest name.
    """
    key = name.strip().upper().removeprefix("PAYBAND.").removeprefix("PAYBAND_").replace("_", "")
    if key not in _functions:
        raise UnknownName(f"'{name}' is not a function of payband; {nearest_name(key, _functions)}")
    return _functions[key]
