"""Where a stack can run."""
