#!/bin/sh
# Run once by the database's image, on an empty data folder: the backend's role, which owns its database and is no
# superuser, so that whoever has its password can switch off nothing that guards other rows than its own.
set -eu
psql -v ON_ERROR_STOP=1 -v password="${ROLE_PASSWORD:?}" -U postgres -d postgres <<'SQL'
CREATE ROLE mosaic LOGIN PASSWORD :'password';
CREATE DATABASE mosaic OWNER mosaic;
SQL
