"""How others reach the service: HTTP and events."""
