"""House rules as tests: each failure says which file breaks which rule and how to mend it."""
