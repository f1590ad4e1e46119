"""Tests of contributed files: reading, mapping, checks, duplicates, rows, files for people."""
