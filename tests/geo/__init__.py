"""Tests of shapes, projections and places."""
