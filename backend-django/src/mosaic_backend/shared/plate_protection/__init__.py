"""Plates in PostgreSQL that nobody reads without the secrets folder, where the site asks for it (ADR 30).

Models say by the type of a column what it holds (fields.py); Python sees plain values in either mode.
"""
