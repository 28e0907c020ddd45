"""Recordings encrypted at rest: the file's format, its keys, and the one way to open a recorded file."""
