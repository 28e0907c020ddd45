"""Adapters: MediaMTX's API and file, the backend, ffprobe, tokens, files, the outbox."""
