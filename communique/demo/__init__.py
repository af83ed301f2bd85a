"""A stand-in ministry site on this machine, for the `demo` command, tests and benchmarks."""
