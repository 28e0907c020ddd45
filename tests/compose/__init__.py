"""Checks of the files by which containers run."""
