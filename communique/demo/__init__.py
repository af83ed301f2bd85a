"""A small ministry's site, served on this machine: for the `demo` command, tests and benchmarks."""
