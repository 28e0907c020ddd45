"""What the AI service takes and misses."""
