"""A real MinIO for tests: AGPL-3.0, so built on the machine that tests and never shipped."""
