"""Tests of the qualitative comparative analysis: an established implementation's numbers, laws, and brute force."""
