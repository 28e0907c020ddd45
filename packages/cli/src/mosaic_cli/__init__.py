"""The one command: starts, watches, stops and checks the native stack."""
