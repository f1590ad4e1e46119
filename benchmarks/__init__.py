"""Measures of speed: each beside its target and, in the same run, a peer and the limit of the same work.

What belongs here: what `python -m benchmarks` runs, and the plain pages it compares with. It may import everything;
nothing of the product imports it. Tests of correctness live in tests/; a measured time never decides a test.
"""
