"""What LibreOffice reads about the functions: their types (IDL), and their help for the function wizard (.xcu)."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from payband.hosts.libreoffice.component import INTERFACE, SERVICE
from payband.registry import Argument, WorksheetFunction

__all__ = ["function_help", "idl"]

_REQUIRED, _OPTIONAL = "sequence<sequence<any> >", "any"
_MODULE, _INTERFACE = INTERFACE.split(".")


def idl(functions: Iterable[WorksheetFunction]) -> str:
    """The interface of the component in UNO's own language, which LibreOffice takes as a type library as it stands.

    Calc takes an argument of type `any` for optional, and an array only from a method that declares one: so each
    answers rows of cells. The first parameter is the document that asks, and not seen in a cell.
    """
    methods = []
    for each in functions:
        parameters = ["[in] ::com::sun::star::beans::XPropertySet document"]
        parameters += [f"[in] {_type(argument)} {_parameter(argument)}" for argument in each.arguments]
        methods.append(f"  {_REQUIRED} {each.name.lower()}({', '.join(parameters)});\n")
    return f"module {_MODULE} {{\ninterface {_INTERFACE} {{\n{''.join(methods)}}};\n}};\n"


def _type(argument: Argument) -> str:
    """May be left blank though one after it may not: then it must be `any` too, or Calc refuses a blank."""
    return _REQUIRED if argument.required else _OPTIONAL


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
