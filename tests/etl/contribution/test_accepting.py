"""Decisions taken wholesale: all that is proposed, also what comes up only then, and nothing that nobody asked for."""

from etl.contribution.accepting import check_and_accept
from etl.contribution.lake_view import LakeView
from etl.contribution.reading import read_upload
from tests.etl.contribution.files import WIDE, csv_bytes

# Degrees to be read, which are then swapped, and only then resemble a cluster that is there.
TANGLED = {
    **WIDE,
    "name": "Sialkot footballs",
    "country": "pakistán",
    "place": "Sialkot",
    "latitude": "74°31'48\"",
    "longitude": "32°29'24\"",
    "sector": "Sports Goods",
    "union_presence": "Yes",
}


def statuses(view: LakeView, *, accept_proposed: bool, all_new: bool) -> list[int]:
    """Return the status of a tangled row, a good one and a hopeless one."""
    upload = read_upload(csv_bytes([TANGLED, WIDE, {**WIDE, "place": "Arcot", "sector": "??"}]), "x")
    return check_and_accept(upload, view, accept_proposed=accept_proposed, all_new=all_new).status.tolist()


def test_what_comes_up_only_after_a_proposal_is_accepted_too(view: LakeView) -> None:
    assert statuses(view, accept_proposed=True, all_new=True) == [0, 0, 1]


def test_nothing_is_decided_that_was_not_asked_for(view: LakeView) -> None:
    assert statuses(view, accept_proposed=True, all_new=False) == [1, 0, 1]
    assert statuses(view, accept_proposed=False, all_new=True) == [1, 0, 1]
    assert statuses(view, accept_proposed=False, all_new=False) == [1, 0, 1]
