"""Choices of a page that stand in its address: read strictly, shown as lists in the sidebar, written back.

What belongs here: what pages with lists of choices share. The map's address has more in it and an owner of its own,
ui/url_state.py.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

import codebook
from codebook.errors import UnknownNameError
from codebook.ids import shorten
from ui.url_state import RefusedAddressError
from ui.words import heading

Chosen = dict[str, tuple[str, ...]]
"""The chosen values by the name of the choice, in the order of its options; empty means all."""

LONGEST_SHOWN = 64


class RefusedChoiceError(RefusedAddressError):
    """The address of a page holds a name or a value that its lists do not have."""

    next_step = "Open the page from the menu at the top, and choose from its lists."


@dataclass(frozen=True)
class Choice:
    """One list to choose from.

    Attributes
    ----------
    name
        Its name in the address.
    label
        What stands above it.
    options
        Words by allowed value, in the order in which they are offered.
    is_single
        Whether one value is chosen; the first is then the default and stands in no address.
    offered
        The values worth offering, None for all; others pass in an address, too.
    """

    name: str
    label: str
    options: Mapping[str, str]
    is_single: bool = False
    offered: Collection[str] | None = None

    @property
    def default(self) -> tuple[str, ...]:
        """What is chosen where the address says nothing."""
        return tuple(self.options)[:1] if self.is_single else ()

    def in_order(self, values: Collection[str]) -> tuple[str, ...]:
        """Return some of the values in the order of the options, each once."""
        return tuple(value for value in self.options if value in values)


def read_choices(choices: Sequence[Choice]) -> Chosen:
    """Return what the address chooses.

    Raises
    ------
    RefusedChoiceError
        When it holds a name that is no choice, a value that is no option, or several values where one is chosen.
    """
    by_name = {choice.name: choice for choice in choices}
    for name in st.query_params:
        values = st.query_params.get_all(name)
        if name not in by_name:
            raise _refusal(name, values[-1], by_name, "name")
        for value in values:
            if value not in by_name[name].options:
                raise _refusal(name, value, by_name[name].options, name)
        if by_name[name].is_single and len(values) > 1:
            message = "The address of this page makes the same choice more than once."
            raise RefusedChoiceError(message, message)
    found = {choice.name: choice.in_order(st.query_params.get_all(choice.name)) for choice in choices}
    return {choice.name: found[choice.name] or choice.default for choice in choices}


def _refusal(name: str, value: str, allowed: Collection[str], kind: str) -> RefusedChoiceError:
    """Return the error for one part of an address: all that is allowed for the log, plain words for the page."""
    message = UnknownNameError.of(kind, shorten(name if kind == "name" else value, LONGEST_SHOWN), allowed).message
    words = f"The address holds “{shorten(f'{name}={value}', LONGEST_SHOWN)}”, which this page does not know."
    return RefusedChoiceError(message, words)


def show_choices(page: str, choices: Sequence[Choice], chosen: Chosen) -> Chosen:
    """Show lists where they are called and return what the reader has chosen in them.

    Parameters
    ----------
    page
        Address of the page; the widgets of two pages are never the same.
    chosen
        What the address said, from `read_choices`, after `seed_choices`.
    """
    return {choice.name: _show(page, choice, chosen[choice.name]) for choice in choices}


def seed_choices(page: str, choices: Sequence[Choice], chosen: Chosen) -> None:
    """Give the lists the address's values when it changed under them, or when they are new after another page."""
    is_new = any(_key(page, choice) not in st.session_state for choice in choices)
    if not is_new and st.session_state.get(_seen(page)) == chosen:
        return
    for choice in choices:
        values = list(chosen[choice.name])
        st.session_state[_key(page, choice)] = values[0] if choice.is_single else values


def _show(page: str, choice: Choice, chosen: tuple[str, ...]) -> tuple[str, ...]:
    words = choice.options.__getitem__
    if choice.is_single:
        # What another list has just taken away cannot stay chosen.
        if st.session_state[_key(page, choice)] not in choice.options:
            st.session_state[_key(page, choice)] = choice.default[0]
        return (str(st.selectbox(choice.label, list(choice.options), format_func=words, key=_key(page, choice))),)
    held = {*chosen, *st.session_state[_key(page, choice)]}
    offered = [value for value in choice.options if choice.offered is None or value in choice.offered or value in held]
    values = st.multiselect(
        choice.label,
        offered,
        format_func=words,
        key=_key(page, choice),
        placeholder=f"all {len(offered)}",
        filter_mode="contains",
        select_all=False,
    )
    return choice.in_order(values)


def write_choices(page: str, choices: Sequence[Choice], chosen: Chosen) -> None:
    """Make the address say what is chosen; defaults are left out."""
    st.session_state[_seen(page)] = chosen
    wanted = {choice.name: list(chosen[choice.name]) for choice in choices if chosen[choice.name] != choice.default}
    present = {name: st.query_params.get_all(name) for name in st.query_params}
    # An empty choice is always written: see ui/url_state.py.
    if wanted != present or not wanted:
        st.query_params.from_dict(wanted)


def clear_choices(page: str, choices: Sequence[Choice]) -> None:
    """Take every filter back; what is chosen from a list of one stays. For the callback of a button."""
    for choice in choices:
        if not choice.is_single:
            st.session_state[_key(page, choice)] = []


def choose(page: str, choice: Choice, value: str) -> None:
    """Choose one value of a list of one, before it is shown: for the callback of a drawing."""
    st.session_state[_key(page, choice)] = value


def _key(page: str, choice: Choice) -> str:
    return f"{page}: {choice.name}"


def _seen(page: str) -> str:
    return f"{page}: address as the lists know it"


def domain_words(domain: str) -> dict[str, str]:
    """Return the options that a vocabulary of the codebook makes, each label with a capital first letter."""
    return {item.value: heading(item.label) for item in codebook.values(domain)}
