"""Clips: their plan, queue, cutting to the frame, files."""
