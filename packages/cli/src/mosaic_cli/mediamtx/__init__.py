"""How this machine gets the MediaMTX server."""
