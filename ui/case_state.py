"""What the address of a cluster's page says: which cluster, what is supposed, how common practice is assumed to be.

A supposition is never stored anywhere but in the address, so that a hypothetical view can be shared and not mistaken
for data.
"""

from dataclasses import dataclass

import streamlit as st

import codebook
from codebook.errors import UnknownNameError
from codebook.ids import shorten
from ui.url_state import RefusedAddressError

ID, SUPPOSE, ASSUMED = "id", "suppose", "assumed_share"
NOT_KNOWN = "not-known"
"""What stands in the address for a factor that is supposed to be unknown."""


class RefusedCaseAddressError(RefusedAddressError):
    """The address of a cluster's page holds a name or a value that is not allowed."""

    next_step = "Open the cluster from the map, and choose there what to suppose."


@dataclass(frozen=True)
class CaseState:
    """The shareable state of a cluster's page.

    Attributes
    ----------
    cluster_id
        The cluster, None where the address names none.
    suppositions
        Pairs of a predictor and the value it is supposed to have (None: not known), in the codebook's order.
    assumed_share
        A value of the vocabulary ``assumed_share`` (per cent), None for the model's own assumption.
    """

    cluster_id: str | None
    suppositions: tuple[tuple[str, str | None], ...] = ()
    assumed_share: str | None = None

    def query(self) -> dict[str, str | list[str]]:
        """Return the state as the names and values of an address; defaults are left out."""
        query: dict[str, str | list[str]] = {} if self.cluster_id is None else {ID: self.cluster_id}
        if self.suppositions:
            query[SUPPOSE] = [f"{factor}:{value or NOT_KNOWN}" for factor, value in self.suppositions]
        if self.assumed_share is not None:
            query[ASSUMED] = self.assumed_share
        return query

    @property
    def is_hypothetical(self) -> bool:
        """Whether anything is supposed that no source says."""
        return bool(self.suppositions) or self.assumed_share is not None

    @property
    def share(self) -> float | None:
        """The assumed share between 0 and 1, None for the model's own."""
        return None if self.assumed_share is None else int(self.assumed_share) / 100


def read_case_state() -> CaseState:
    """Return the state that the address describes.

    Raises
    ------
    RefusedCaseAddressError
        When a name or a value is not allowed, or a choice is made twice; the message says which and what is.
    """
    pairs = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    for name, value in pairs:
        _check(name, value)
    # One id, one assumed share, one value for each factor.
    made = [(name, value.partition(":")[0] if name == SUPPOSE else "") for name, value in pairs]
    if len(set(made)) < len(made):
        message = "The address of this page makes the same choice more than once."
        raise RefusedCaseAddressError(message, message)
    suppositions = dict(_supposition(value) for name, value in pairs if name == SUPPOSE)
    in_order = tuple((factor, suppositions[factor]) for factor in codebook.PREDICTORS if factor in suppositions)
    return CaseState(st.query_params.get(ID), in_order, st.query_params.get(ASSUMED))


def _check(name: str, value: str) -> None:
    """Refuse a name or a value that the page does not know: its codes for the log, plain words for the page."""
    try:
        if name == SUPPOSE:
            _supposition(value)
        elif name == ASSUMED:
            codebook.value("assumed_share", value)
        elif name != ID:
            raise UnknownNameError.of(kind="name", name=shorten(name, 40), allowed=(ID, SUPPOSE, ASSUMED))
    except UnknownNameError as error:
        words = f"The address holds “{shorten(f'{name}={value}', 64)}”, which this page does not know."
        raise RefusedCaseAddressError(error.message, words) from error


def _supposition(text: str) -> tuple[str, str | None]:
    factor, _, value = text.partition(":")
    if factor not in codebook.PREDICTORS:
        raise UnknownNameError.of(kind="factor", name=shorten(factor, 40), allowed=codebook.PREDICTORS)
    if value == NOT_KNOWN:
        return factor, None
    allowed = [item.value for item in codebook.values(factor)]
    if value not in allowed:
        raise UnknownNameError.of(kind=f"value of {factor}", name=shorten(value, 40), allowed=[*allowed, NOT_KNOWN])
    return factor, value


def write_case_state(state: CaseState) -> None:
    """Make the address say this state."""
    st.query_params.from_dict(state.query())
