"""`./mosaic bench NAME` and `./mosaic eval`: figures, measured on the running stack."""
