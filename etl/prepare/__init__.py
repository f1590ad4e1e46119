"""Scripts that made parts of data/ from other sources; run by hand, never by the app."""
