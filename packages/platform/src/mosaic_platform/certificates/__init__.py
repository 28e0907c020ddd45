"""The certificate of the front door: the administrator's own, else one of a local authority, renewed in time.

`python -m mosaic_platform.certificates make` puts it in place once; `keep` stays, renews it and hands it to the
running HAProxy, so that no connection breaks. The keys lie in the folder `MOSAIC_TLS_DIR` and nowhere else.
"""
