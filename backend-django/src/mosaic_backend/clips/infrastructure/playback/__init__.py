"""Byte ranges of recorded files and pictures of the timeline."""
