"""How fast cameras and their pictures come: `./mosaic bench video`."""
