"""Tests of the way from raw files to the store: reading, checking, building, the command line."""
