"""What `./mosaic bench plates` measures, on a database of its own."""
