"""Measures streams and pictures for the camera doctor, and keeps what came of it."""
