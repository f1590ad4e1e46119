"""The theory: what is known of each part, the cases for and against it, and what combinations of conditions say."""

from ui.frame import page
from ui.theory_view import open_theory, theory_configurations, theory_figure, theory_governance, theory_propositions

with page("Theory") as lake:
    theory, choices, chosen = open_theory(lake)
    theory_figure(theory)
    theory_propositions(theory)
    theory_governance(lake, theory)
    theory_configurations(lake, theory, choices, chosen)
