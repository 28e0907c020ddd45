"""What is drawn in one training picture, one subject a module."""
