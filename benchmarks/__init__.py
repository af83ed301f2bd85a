"""What the README's figures come from: `python -m benchmarks` takes them all."""
