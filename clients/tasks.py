"""Background jobs of clients: each calls a rule."""

from celery import shared_task

from .alike import refresh_name_keys


@shared_task
def refresh_names():
    """Compute by what misspelt names are found, where a name was written by anything but a form."""
    while refresh_name_keys():
        pass
