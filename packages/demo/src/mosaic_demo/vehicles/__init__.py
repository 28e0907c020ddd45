"""Vehicles as small three-dimensional models: lofted bodies with decals, shaded and rasterised."""
