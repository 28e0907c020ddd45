"""The places that the simulated cameras look at."""
