"""Adapters: HLS, PyAV, ONNX Runtime, object storage, SQLite, the other services."""
