"""`./mosaic test`: every check of the repository, stage by stage, added up in one line."""
