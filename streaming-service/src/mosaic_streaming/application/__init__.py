"""The use cases: follow the desired cameras, reconcile MediaMTX, watch the streams, open sessions."""
