"""History of every change, kept by database triggers so that no write can miss it (django-pghistory)."""

import pghistory
from pghistory.middleware import HistoryMiddleware


def tracked(model=None, *, stamps=(), **options):
    """Keep every insert, update and delete of a model in an append-only event table beside it.

    `stamps` are columns that a machine sets in bulk: a change of nothing but them makes no event, as the row says it all.
    """

    def decorate(cls):
        update = {"condition": pghistory.AnyChange(exclude=list(stamps))} if stamps else {}
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(**update),
            pghistory.DeleteEvent(),
            append_only=True,
            **options,
        )(cls)

    return decorate(model) if model else decorate


class WhoAndWhereMiddleware(HistoryMiddleware):
    """Writes into each event who was signed in, at which page, and from where."""

    def get_context(self, request):
        return super().get_context(request) | {"from": request.META.get("REMOTE_ADDR") or ""}
