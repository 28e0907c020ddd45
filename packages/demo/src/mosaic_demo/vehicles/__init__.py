"""Vehicles as small three-dimensional models: lofted bodies, decals for lamps and glass, shading and rasterising."""
