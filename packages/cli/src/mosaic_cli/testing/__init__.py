"""Real parts for tests: private instances that end with the test run."""
