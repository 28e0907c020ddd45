"""What `./mosaic bench backend` measures, on private parts."""
