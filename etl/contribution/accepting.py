"""Decisions taken wholesale, for those who say so beforehand: every proposal accepted, every likeness a new cluster."""

from etl.contribution.checks import check_upload
from etl.contribution.lake_view import LakeView
from etl.contribution.report import Choice, Decisions, Report
from etl.contribution.upload import Upload

# What is accepted can bring up more: degrees that were read may be swapped, and only then resemble a cluster.
MOST_ROUNDS = 5


def check_and_accept(upload: Upload, view: LakeView, *, accept_proposed: bool, all_new: bool) -> Report:
    """Return the check of an upload after everything was decided that can be decided so.

    Parameters
    ----------
    upload, view
        As :func:`etl.contribution.checks.check_upload` takes them.
    accept_proposed
        Whether every proposed text is wanted, also what is proposed only after others were accepted.
    all_new
        Whether rows that resemble a cluster are clusters of their own.
    """
    report = check_upload(upload, view)
    for _ in range(MOST_ROUNDS):
        decisions = report.decisions
        fixes = report.proposals() if accept_proposed else {}
        undecided = {int(upload.lines[row]) for row in report.duplicates["row"]} if all_new else set()
        choices = dict.fromkeys(undecided, Choice("new"))
        further = Decisions({**decisions.fixes, **fixes}, {**choices, **decisions.choices})
        if further == decisions:
            break
        report = check_upload(upload, view, further)
    return report
