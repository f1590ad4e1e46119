"""Numbers at which a validation says something else: how many cases are enough, and how large a lead counts.

They stand apart from what computes the scores, so that a page can read a stored result without loading any of that.
"""

LEAST_CASES = 10
"""With fewer judged or learned-from clusters no number is given."""

THRESHOLD = 2.0
"""Standard errors by which the theory must lead before a tier's predictions stop being called illustrative."""

SETTLED = 2.5
"""Standard errors that a gain should have before one believes it."""

MANY_BINS, MANY_CASES = 5, 10
"""So many bins must hold so many clusters each, before calibration may be drawn as a curve."""
