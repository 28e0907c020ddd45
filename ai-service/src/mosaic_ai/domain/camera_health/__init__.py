"""How fit a camera is for what it is there for: what was measured, what is wrong, and which setting mends it."""
