"""What `./mosaic bench watch` measures, on private parts: a long watch list against reads that arrive."""
