"""What the parts of Mosaic agree on: events, permissions, problems, ids. Knows no framework and does no I/O."""
