"""The rules of the data: which check runs on what, how bad a hit is, and what a person is told.

The queries live in store/sql/checks/; each returns the rows that break its rule. What cannot be said in SQL
(where a point lies) is in etl/place_checks.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import codebook
from codebook.records import Finding
from etl.reading import RawTable
from store.staging import Problem, Staging, staged_name

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Rule:
    """One rule that rows must keep.

    Attributes
    ----------
    check
        Name of the query below store/sql/checks/, and the code of its findings.
    severity
        ``error`` stops a build, ``warning`` is shown and loaded.
    message
        What is wrong, in a sentence.
    hint
        What to do about it.
    tables
        Tables it is run on by name; empty when the query names its own.
    """

    check: str
    severity: Severity
    message: str
    hint: str
    tables: tuple[str, ...] = ()


ALL_TABLES: tuple[str, ...] = tuple(table for table in codebook.TABLES if codebook.table(table).file is not None)
TABLES_WITH_FACTOR_VALUES = tuple(
    table for table in ALL_TABLES if any((c.domain or "").startswith("@") for c in codebook.columns(table))
)

RULES: tuple[Rule, ...] = (
    Rule("missing_value", "error", "This cell must be filled.", "Write the value into the cell.", ALL_TABLES),
    Rule("unreadable_value", "error", "This is not a value of the column's kind.", "Write a number.", ALL_TABLES),
    Rule("out_of_range", "error", "This number is out of range.", "Check for a typing error.", ALL_TABLES),
    Rule("unknown_value", "error", "This word is not in the column's vocabulary.", "Use an allowed word.", ALL_TABLES),
    Rule("duplicate_key", "error", "This key stands in the file twice.", "Give each row its own key.", ALL_TABLES),
    Rule(
        "value_of_other_factor",
        "error",
        "This value does not belong to the row's factor.",
        "Use one of the factor's values.",
        TABLES_WITH_FACTOR_VALUES,
    ),
    Rule(
        "outcome_of_other_tier",
        "error",
        "The row speaks of one tier's adoption but names the other tier.",
        "Use the outcome of the tier it speaks of.",
    ),
    Rule(
        "agreement_above_coders",
        "error",
        "More coders agree than read the statement.",
        "Correct one of the two numbers.",
    ),
    Rule(
        "source_without_link",
        "warning",
        "The source names neither an address nor a DOI.",
        "Add one, so that readers can check.",
    ),
    Rule(
        "evidence_without_year",
        "warning",
        "The row does not say which year it speaks of.",
        "Add the year; without it the row weighs as if it were one half-life old.",
    ),
    Rule(
        "future_year",
        "warning",
        "The row speaks of a year that has not come yet.",
        "Check the year; the row counts as new.",
    ),
    Rule(
        "possible_duplicate",
        "warning",
        "A cluster of the same sector at the same place stands in the file already.",
        "Join the two if they are one.",
    ),
)


def check_tables(staging: Staging, tables: Mapping[str, RawTable]) -> list[Finding]:
    """Return what the rules find in the staged tables, rule by rule, in the order of each file.

    Parameters
    ----------
    staging
        Holds every table of ``tables``.
    tables
        The raw tables by name, for the names of their files.
    """
    findings: list[Finding] = []
    for rule in RULES:
        for problem in _problems(staging, rule, tuple(tables)):
            findings.append(_as_finding(problem, rule, tables[problem.table].file))
    findings.extend(_check_forms(staging, tables))
    findings.extend(_check_references(staging, tables))
    return findings


FORM_RULE = Rule("malformed_text", "error", "This is not written as the column asks.", "Write it anew.")
FORM_PATTERNS = {
    "id": r"[a-z0-9-]{1,64}",
    "iso3": r"[A-Z]{3}",
    "url": r"https?://[^\s<>\"]+",
    "doi": r"10\.[^\s/]+/[^\s<>\"]+",
}


def _check_forms(staging: Staging, tables: Mapping[str, RawTable]) -> list[Finding]:
    findings: list[Finding] = []
    for table in tables:
        forms = {column.form for column in codebook.columns(table) if column.form is not None}
        for form in sorted(forms):
            values = {
                "table_name": table,
                "staged": staged_name(table),
                "form": form,
                "pattern": FORM_PATTERNS[form],
                "allowed": codebook.value("column_form", form).meaning,
            }
            problems = staging.problems(FORM_RULE.check, values)
            findings += [_as_finding(problem, FORM_RULE, tables[table].file) for problem in problems]
    return findings


REFERENCE_RULE = Rule(
    "unknown_reference",
    "error",
    "This key points to a row that is not there.",
    "Add the row it points to, or correct the key.",
)


def _check_references(staging: Staging, tables: Mapping[str, RawTable]) -> list[Finding]:
    """Return keys that lead nowhere; where the target's rows could not all be read, nobody can tell."""
    findings: list[Finding] = []
    for table in tables:
        for column in codebook.columns(table):
            if column.references is None or column.is_derived:
                continue
            to_table, to_column = column.references.split(".")
            if any(finding.severity == "error" for finding in tables[to_table].findings):
                continue
            values = {
                "table_name": table,
                "staged": staged_name(table),
                "column_name": column.name,
                "to_table": to_table,
                "to_staged": staged_name(to_table),
                "to_column": to_column,
            }
            problems = staging.problems(REFERENCE_RULE.check, values)
            findings += [_as_finding(problem, REFERENCE_RULE, tables[table].file) for problem in problems]
    return findings


def _problems(staging: Staging, rule: Rule, present: Sequence[str]) -> list[Problem]:
    extra = {"reference_year": str(int(codebook.prior("reference_year").median or 0))}
    extra = extra if rule.check == "future_year" else {}
    if not rule.tables:
        return staging.problems(rule.check, extra)
    problems: list[Problem] = []
    for table in rule.tables:
        if table in present:
            values = {"table_name": table, "staged": staged_name(table), **extra}
            problems += staging.problems(rule.check, values)
    return problems


def _as_finding(problem: Problem, rule: Rule, file: str) -> Finding:
    return Finding(
        file=file,
        line=problem.line,
        column=problem.column,
        value=None if problem.value is None else problem.value[:200],
        code=rule.check,
        severity=rule.severity,
        message=rule.message,
        allowed=() if problem.allowed is None else (problem.allowed,),
        hint=rule.hint,
    )
