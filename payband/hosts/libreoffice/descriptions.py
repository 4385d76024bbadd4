"""What LibreOffice reads about the functions: their types (IDL), and their help for the function wizard (.xcu)."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from payband.hosts.libreoffice.answers import ONE_VALUE
from payband.hosts.libreoffice.component import INTERFACE, SERVICE
from payband.registry import Argument, WorksheetFunction

__all__ = ["function_help", "idl"]

_ROWS, _ANY = "sequence<sequence<any> >", "any"
_MODULE, _INTERFACE = INTERFACE.split(".")


def idl(functions: Iterable[WorksheetFunction]) -> str:
    """The interface of the component in UNO's own language, which LibreOffice takes as a type library as it stands.

    Calc takes an argument that is declared as `any` for optional and one declared as rows for required. It takes rows
    as an answer only from a method that declares them, though text in rows is not equal to the same text elsewhere
    (`=D2&""="same"` is the way round it): so what always is one value is declared as `any`. The first parameter is the
    document that asks, which is not seen in a cell.
    """
    methods = []
    for each in functions:
        parameters = ["[in] ::com::sun::star::beans::XPropertySet document"]
        parameters += [
            f"[in] {_ROWS if argument.required else _ANY} {_parameter(argument)}" for argument in each.arguments
        ]
        answer = _ANY if each.name in ONE_VALUE else _ROWS
        methods.append(f"  {answer} {each.name.lower()}({', '.join(parameters)});\n")
    return f"module {_MODULE} {{\ninterface {_INTERFACE} {{\n{''.join(methods)}}};\n}};\n"


def _parameter(argument: Argument) -> str:
    return argument.parameter.replace("_", "")  # UNO's names have no underscores


def function_help(functions: Iterable[WorksheetFunction]) -> str:
    """The configuration (CalcAddIns.xcu) that names each function and its arguments, with their help."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="CalcAddIns" oor:package="org.openoffice.Office">\n'
        + _node(
            "AddInInfo",
            _node(SERVICE, _node("AddInFunctions", *map(_function, functions), is_new=False)),
            is_new=False,
        )
        + "</oor:component-data>\n"
    )


def _function(called: WorksheetFunction) -> str:
    shown = f"PAYBAND.{called.name}"
    return _node(
        called.name.lower(),
        _text("DisplayName", shown),
        _text("Description", called.help),
        '<prop oor:name="Category"><value>Add-In</value></prop>\n',
        _text("CategoryDisplayName", SERVICE),
        _text("CompatibilityName", shown),
        _node("Parameters", *map(_argument, called.arguments), is_new=False),
    )


def _argument(argument: Argument) -> str:
    notes = [argument.kind.words]
    if argument.default_text:
        notes.append(f"{argument.default_text} if left out")
    return _node(
        _parameter(argument),
        _text("DisplayName", argument.name),
        _text("Description", f"{argument.help} ({'; '.join(notes)})"),
    )


def _node(name: str, *inside: str, is_new: bool = True) -> str:
    operation = ' oor:op="replace"' if is_new else ""
    return f"<node oor:name={quoteattr(name)}{operation}>\n{''.join(inside)}</node>\n"


def _text(name: str, text: str) -> str:
    return f'<prop oor:name={quoteattr(name)}><value xml:lang="en">{escape(text)}</value></prop>\n'
