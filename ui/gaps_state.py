"""What the page of gaps can be grouped by, narrowed to and opened at, all of it in its address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

import codebook
from store.connection import Lake
from store.gaps import CLUSTER, FILTERS, GROUPS, Gaps, Wanted, gaps_of_clusters
from ui.choices import Choice, Chosen, domain_words
from ui.markup import option_words
from ui.words import heading

PAGE = "gaps"
BY, AREA, AT, FACTOR, RANK = "by", "area", "at", "factor", "rank"
NOTHING = "nothing"
"""What stands for no choice in a list of one."""

WORDS = {"country": "country", "un_subregion": "subregion", "sector": "sector", CLUSTER: "cluster", FACTOR: "factor"}
"""What a group is called."""

BYS = (*GROUPS, CLUSTER)
RANKS = (FACTOR, "country", CLUSTER)


@dataclass(frozen=True)
class GapMap:
    """One gap map in numbers.

    Attributes
    ----------
    by
        What its rows are: a value of `BYS`.
    cells
        Cells that hold anything: group, factor, best, evidence_rows, newest_year, and clusters where a row has several.
    rows
        Its rows in their order: group, name, clusters.
    of_all
        How many rows there would be without a limit.
    """

    by: str
    cells: pd.DataFrame
    rows: pd.DataFrame
    of_all: int


def gap_map(lake: Lake, gaps: Gaps, chosen: Mapping[str, Sequence[str]]) -> GapMap:
    """Return the map that a choice of grouping and filters asks for."""
    by, wanted = chosen[BY][0], wanted_of(chosen)
    if by == CLUSTER:
        found = gaps_of_clusters(lake, wanted)
        rows = found.drop_duplicates("group")[["group", "name"]].assign(clusters=1).reset_index(drop=True)
        of_all = int(gaps.groups("sector", wanted)["clusters"].sum())
        return GapMap(by, found[found["factor"].notna()].assign(clusters=1), rows, of_all)
    rows = gaps.groups(by, wanted)
    if by == "sector":
        rows = rows.assign(name=[heading(codebook.label("sector", value)) for value in rows["group"]])
    rows = rows[rows["group"] != ""].sort_values("name", kind="stable").reset_index(drop=True)
    return GapMap(by, gaps.cells(by, wanted), rows, len(rows))


def wanted_of(chosen: Mapping[str, Sequence[str]]) -> Wanted:
    """Return the filters of a choice."""
    return {name: chosen[name] for name in FILTERS}


def gap_lists(gaps: Gaps) -> tuple[Choice, ...]:
    """Return the lists of the sidebar: what a row is, then the filters."""
    places = gaps.places
    countries: dict[str, str] = dict(zip(places["country_iso3"], places["country_name"], strict=True))
    filters = {"country": countries, "un_subregion": domain_words("un_subregion"), "sector": domain_words("sector")}
    offered = {name: set(places[GROUPS[name]]) for name in FILTERS}
    areas = domain_words("research_area")
    return (
        Choice(BY, "One row a", {name: WORDS[name] for name in BYS}, is_single=True),
        *(Choice(name, heading(WORDS[name]), filters[name], offered=offered[name]) for name in FILTERS),
        Choice(AREA, "Factors of", areas),
    )


def opening_lists(found: GapMap) -> tuple[Choice, ...]:
    """Return the lists that open a cell of a map: its row and its factor."""
    what = WORDS[found.by]
    groups = option_words(dict(zip(found.rows["group"], found.rows["name"], strict=True)))
    factors = {name: codebook.factor(name).label for name in codebook.AREAS}
    return (
        Choice(AT, heading(what), {NOTHING: f"choose a {what}", **groups}, is_single=True),
        Choice(FACTOR, "Factor", {NOTHING: "choose a factor", **factors}, is_single=True),
    )


def ranking_list() -> Choice:
    """Return the list that says what questions are gathered by."""
    return Choice(RANK, "Gather the questions by", {name: WORDS[name] for name in RANKS}, is_single=True)


def begun_choices(choices: Sequence[Choice]) -> Chosen:
    """Return what the address says of some lists without judging the rest: the rows of a map follow from it."""
    found = {choice.name: choice.in_order(st.query_params.get_all(choice.name)) for choice in choices}
    return {choice.name: found[choice.name] or choice.default for choice in choices}


def factors_shown(chosen: Chosen) -> list[str]:
    """Return the factors of the chosen areas, all of them where none is chosen, area by area."""
    order = [item.value for item in codebook.values("research_area")]
    names = sorted(codebook.AREAS, key=lambda name: order.index(codebook.AREAS[name].area))
    return [name for name in names if not chosen[AREA] or codebook.AREAS[name].area in chosen[AREA]]
