"""Background work: procrastinate's worker, and chores that come round."""
