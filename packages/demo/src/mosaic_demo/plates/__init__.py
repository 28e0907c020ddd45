"""Number plates: what stands on them and how they look."""
