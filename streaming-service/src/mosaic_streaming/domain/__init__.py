"""What streaming decides: MediaMTX's paths, the state of a stream, which addresses may be cameras."""
