"""Names of contestants and designs, as JSON and tables hold them, and what each is in words."""

BASE_RATE = "base rate"
THEORY = "theory"
THEORY_WITH_CONTEXT = "theory with context"
INDEX = "index"
RIDGE = "ridge"
RIDGE_SCIKIT = "ridge (scikit-learn)"
DOCUMENTATION = "documentation flags"

REGRESSIONS = (RIDGE, RIDGE_SCIKIT)
"""Contestants that learn the weights of the factors from the cases."""

CONTEXT_OFF = "context off"
"""Variant of the sensitivity table that is no change of the priors."""

LEAVE_ONE_OUT = "leave-one-out"
FROZEN = "frozen"

MODEL_LABELS: dict[str, str] = {
    BASE_RATE: "the same chances for every place",
    THEORY: "the theory, moved to the scale of documented places",
    INDEX: "the mean level of the known factors",
    RIDGE: "a regression on the factors",
    RIDGE_SCIKIT: "the same regression, by scikit-learn",
    DOCUMENTATION: "a regression that also sees which factors are documented",
}
"""What each contestant is, in words for a page."""

DESIGN_LABELS: dict[str, str] = {
    LEAVE_ONE_OUT: "each place forecast from all the others",
    FROZEN: "new places, forecast by what was fitted before",
}
"""What each design is, in words for a page."""
