"""How tests and benchmarks talk to a running stack: through its front door, as anybody else does."""
