"""Sealed hours, their chain, and packages that verify offline."""
