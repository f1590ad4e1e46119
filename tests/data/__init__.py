"""Tests of the data files that ship with the project, and of where they say they come from."""
