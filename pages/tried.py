"""What was tried in clusters, what was found, and how well anybody can know it."""

from ui.frame import page
from ui.tried_view import choose_initiatives, tried_gains, tried_list, tried_rivals, tried_strip

with page("What was tried") as lake:
    tried = choose_initiatives(lake)
    tried_strip(tried)
    if tried.counts.initiatives:
        tried_rivals(tried)
        tried_gains(tried)
        tried_list(tried)
