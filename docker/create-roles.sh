#!/bin/sh
# The two database roles, made when the volume is new: one owns the schema and migrates, the application's owns nothing.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --dbname throughcare \
     --set owner_password="$DATABASE_OWNER_PASSWORD" --set password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE throughcare_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE throughcare LOGIN PASSWORD :'password';
ALTER DATABASE throughcare OWNER TO throughcare_owner;
SQL
