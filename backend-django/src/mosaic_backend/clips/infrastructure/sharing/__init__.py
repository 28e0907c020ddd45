"""Links that hand a clip to people without an account."""
