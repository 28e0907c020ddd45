"""`./mosaic bench road`: from a camera's picture to the operator's screen, and what it costs."""
