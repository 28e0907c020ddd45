"""The HTTP interface and the event consumer."""
