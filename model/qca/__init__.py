"""Qualitative comparative analysis of the coded cases, with missing conditions as possible worlds."""
