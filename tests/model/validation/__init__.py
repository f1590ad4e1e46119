"""Tests of the validation, one file a module of `model/validation/`."""
