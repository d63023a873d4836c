"""A rule whose words cannot be written: what a template error does to an alert of it."""

from alerts.choices import Severity
from alerts.rules import rule


class Poison:
    def __str__(self):
        raise ValueError("poison")


@rule("POISON", ended="", subject="clients.client", title=Poison(), todo=Poison(), url_name="home",
      severity=Severity.RED)  # fmt: skip
def poison(client):
    return ()
