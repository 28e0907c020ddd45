"""What is seen and what it means: geometry, readings, tracks, passages. Plain Python and numpy."""
