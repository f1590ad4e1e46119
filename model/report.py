"""One cluster's prediction as the JSON object that the command line and the API give out."""

from collections.abc import Mapping

from model.explanation import Explanation

TIER_KEYS: Mapping[str, str] = {"first": "first_tier", "lower": "lower_tier"}


def prediction_report(
    explanation: Explanation, percentiles: Mapping[str, float | None], snapshot: int
) -> dict[str, object]:
    """Return the stable JSON shape of a prediction.

    Parameters
    ----------
    explanation
        The prediction with its contributions.
    percentiles
        Rank among the whole base by tier (``first``, ``lower``), 0 to 1; None where a tier has none because
        nothing is known of it or the entry stands for a whole country.
    snapshot
        Number of the snapshot whose evidence was read.
    """
    report = explanation.as_dict()
    for tier, key in TIER_KEYS.items():
        prediction = report[key]
        if isinstance(prediction, dict):
            report[key] = {**prediction, "percentile": percentiles.get(tier)}
    return {**report, "snapshot": snapshot}
