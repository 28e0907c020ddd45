"""Training of the plate locator from rendered pictures; `train` is the command."""
