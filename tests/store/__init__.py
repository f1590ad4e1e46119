"""Tests of the store: the lake, the atlas, the filters."""
