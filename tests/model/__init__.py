"""Tests of the model: known values, laws, and a plain second computation."""
