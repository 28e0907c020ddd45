"""Evidence packages: what leaves Mosaic so that anyone can verify it offline.

A package is a ZIP of files that are stored as they are, a manifest that names each by SHA-256, and an Ed25519
signature of the manifest. `packages.py` writes it, `verify.py` checks it; `page/` does the same in a browser. The
format is described in docs/guide/evidence.md.
"""
