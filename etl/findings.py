"""The rules of the data: which check runs on what, how bad a hit is, and what a person is told.

The queries live in store/sql/checks/; each returns the rows that break its rule. What cannot be said in SQL
(where a point lies) is in etl/place_checks.py.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import codebook
from codebook.records import Finding
from etl.reading import RawTable
from store.staging import Problem, Staging

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
    """

    check: str
    severity: Severity
    message: str
    hint: str


RULES: tuple[Rule, ...] = (
    Rule("missing_value", "error", "This cell must be filled.", "Write the value into the cell."),
    Rule("unreadable_value", "error", "This is not a value of the column's kind.", "Write a number."),
    Rule("out_of_range", "error", "This number is out of range.", "Check for a typing error."),
    Rule("unknown_value", "error", "This word is not in the column's vocabulary.", "Use an allowed word."),
    Rule("duplicate_key", "error", "This key stands in the file twice.", "Give each row its own key."),
    Rule(
        "value_of_other_factor",
        "error",
        "This value does not belong to the row's factor.",
        "Use one of the factor's values.",
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
    unread = [table for table, raw in tables.items() if any(item.severity == "error" for item in raw.findings)]
    found = find_problems(staging, unread)
    return [_as_finding(problem, rule, tables[problem.table].file) for rule, problem in found]


def find_problems(
    staging: Staging, unread: Sequence[str] = (), left_out: Collection[str] = ()
) -> list[tuple[Rule, Problem]]:
    """Return each row that breaks a rule with the rule, rule by rule, in the order of each table.

    Parameters
    ----------
    staging
        Holds the tables that the rules read.
    unread
        Tables whose rows could not all be read: nobody can tell what they lack.
    left_out
        Checks that make no sense for what is staged.
    """
    rules = [rule for rule in RULES if rule.check not in left_out]
    found = [(rule, problem) for rule in rules for problem in staging.problems(rule.check, _bound(rule))]
    for form, pattern in FORM_PATTERNS.items():
        values = {"form": form, "pattern": pattern, "allowed": codebook.value("column_form", form).meaning}
        found += [(FORM_RULE, problem) for problem in staging.problems(FORM_RULE.check, values)]
    references = staging.problems(REFERENCE_RULE.check, {"unread_tables": list(unread)})
    return found + [(REFERENCE_RULE, problem) for problem in references]


FORM_RULE = Rule("malformed_text", "error", "This is not written as the column asks.", "Write it anew.")
FORM_PATTERNS = {
    "id": r"[a-z0-9-]{1,64}",
    "iso3": r"[A-Z]{3}",
    "url": r"https?://[^\s<>\"]+",
    "doi": r"10\.[^\s/]+/[^\s<>\"]+",
}


REFERENCE_RULE = Rule(
    "unknown_reference",
    "error",
    "This key points to a row that is not there.",
    "Add the row it points to, or correct the key.",
)


def _bound(rule: Rule) -> dict[str, object]:
    """Return the values that a rule's query binds."""
    if rule.check != "future_year":
        return {}
    return {"reference_year": int(codebook.prior("reference_year").median or 0)}


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
