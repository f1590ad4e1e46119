"""Tests of the store: connection, schema, writing, reading, and several processes on one lake."""
