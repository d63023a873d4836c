"""The database wrapper that has the embedded server started when the first connection is made."""

from django.conf import settings
from django.db.backends.postgresql import base

from config.embedded import Postgres

server = Postgres(settings.VAR_DIR / "postgres")


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        return super().get_connection_params() | {"host": server.use()}
