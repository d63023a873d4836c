"""Celery's Redis transport on the embedded server (config/embedded.py), started when the first connection is made."""

from django.conf import settings
from kombu.transport import redis

from config.embedded import Redis

server = Redis(settings.VAR_DIR / "redis")


class Channel(redis.Channel):
    def _connparams(self, asynchronous=False):
        self.connection.client.hostname = f"socket://{server.use()}"
        return super()._connparams(asynchronous)


class Transport(redis.Transport):
    Channel = Channel
