"""The types in payband/__init__.pyi are those of the public names and of the registry's functions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import payband
from payband import kinds, registry, rules
from payband.registry import Value

rules.load()

PACKAGE = Path(str(payband.__file__)).parent
STUB = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
FUNCTIONS = list(registry.functions())


def definitions(name: str) -> list[ast.FunctionDef]:
    return [node for node in STUB.body if isinstance(node, ast.FunctionDef) and node.name == name]


def declared() -> set[str]:
    names = set()
    for node in STUB.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname for alias in node.names if alias.asname == alias.name}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if name and (not name.startswith("_") or name == "__version__")}


def test_every_public_name_is_declared_and_no_other() -> None:
    [exported] = [node for node in STUB.body if isinstance(node, ast.Assign)]
    assert set(ast.literal_eval(exported.value)) == set(payband.__all__)
    assert declared() == set(payband.__all__)


@pytest.mark.parametrize("name", payband.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(payband, name) is not None
    assert name in dir(payband)


def test_names_come_from_where_the_package_takes_them() -> None:
    homes: dict[str, str] = vars(payband)["_HOMES"]
    imported = {
        alias.name: str(node.module) for node in STUB.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    for name, home in homes.items():
        if not home.startswith("rules."):
            assert imported[name] == f"payband.{home}", name


def default_of(node: ast.expr) -> Any:
    return ast.literal_eval(node)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_arguments_are_the_registrys(function: registry.WorksheetFunction) -> None:
    found = definitions(function.__name__)
    assert found, f"{function.__name__} is not in the stub"
    optional = [argument for argument in function.arguments if not argument.required and not argument.kind.may_be_blank]
    for node in found:
        assert [each.arg for each in node.args.args] == [argument.parameter for argument in function.arguments]
        assert not node.args.kwonlyargs
        assert [default_of(each) for each in node.args.defaults] == [argument.default for argument in optional]
        for each, argument in zip(node.args.args, function.arguments, strict=True):
            assert each.annotation is not None
            # None, an empty string and an omitted argument mean the same, so whatever may be left out may be None.
            assert ast.unparse(each.annotation).endswith("| None") != argument.required, each.arg
        assert node.returns is not None


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_answers_are_the_registrys(function: registry.WorksheetFunction) -> None:
    returned = [ast.unparse(node.returns) for node in definitions(function.__name__) if node.returns]
    if not isinstance(function.answer, Value):
        assert returned == ["Table"]
        return
    single, column, other = returned
    assert (column, other) == (f"list[{single}]", "Any")
    examples: dict[kinds.Kind, str] = {
        kinds.DAY: "date",
        kinds.YESNO: "bool",
        kinds.TEXT: "str",
        kinds.WHOLE: "int",
        kinds.POINT: "int | str",
    }
    assert single == examples.get(function.answer.kind, "Decimal")


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_first_declaration_has_the_functions_own_help(function: registry.WorksheetFunction) -> None:
    assert ast.get_docstring(definitions(function.__name__)[0]) == function.help


TYPED = """
from datetime import date
from decimal import Decimal
from typing import Any, assert_type

import numpy as np
import payband

assert_type(payband.employer_ni(3000, date(2025, 5, 31)), Decimal)
assert_type(payband.employer_ni("£3,000", "31/05/2025", contracted_out="no"), Decimal)
assert_type(payband.employer_ni([3000, 4000], "31/05/2025"), list[Decimal])
assert_type(payband.employer_ni([3000, 4000], ["31/05/2025", "30/06/2025"], period="week"), list[Decimal])
assert_type(payband.needs_approval(1, None, "Harrow"), bool)
assert_type(payband.slot(97575, "Divisional Director"), payband.Table)
assert_type(payband.slot([97575], [[1, 20000]]), payband.Table)
assert_type(payband.slot_point(97575, "Divisional Director"), int | str)
assert_type(payband.protection_ends("02/01/2012", 24), date)
assert_type(payband.employer_ni(np.array([1.0]), "31/05/2025"), Any)
payband.employer_ni(date(2025, 5, 31), "31/05/2025")  # E: call-overload
payband.employer_ni(3000)  # E: call-overload
payband.employer_nic(3000, "31/05/2025")  # E: attr-defined
payband.on_cost_table([36000], "2025-26", 0)  # E: arg-type
"""


def test_a_type_checker_reads_it_as_meant(tmp_path: Path) -> None:
    path = tmp_path / "typed.py"
    path.write_text(TYPED, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--no-incremental", "--follow-imports=silent", str(path)]
    done = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True, check=False)
    expected = {
        number: line.partition("# E: ")[2] for number, line in enumerate(TYPED.splitlines(), 1) if "# E: " in line
    }
    found = {int(line): code for line, code in re.findall(r"typed\.py:(\d+): error: .*\[([a-z-]+)\]", done.stdout)}
    assert found == expected, done.stdout + done.stderr
