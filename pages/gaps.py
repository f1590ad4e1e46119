"""What is not known: the gap map, which way the base leans, and the questions worth asking."""

from ui.frame import page
from ui.gaps_view import gaps_page

with page("What is not known") as lake:
    gaps_page(lake)
