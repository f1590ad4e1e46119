"""Tests of what the benchmarks say and how they are asked; a measured time never decides one."""
