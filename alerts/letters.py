"""The words of the messages about alerts: they name a kind of thing and a link, never a person."""

import logging
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from .models import is_late
from .rules import rule_called

logger = logging.getLogger(__name__)


class Letters:
    """Subject and text of each message, reckoned once for each rule (and, of what is late, each time); for one sweep."""

    def __init__(self, now):
        self.now = now
        self.link = settings.SITE_URL.rstrip("/") + reverse("clients:my_work")
        self.write = cache(self._write)

    def raised(self, rule, due_at):
        return self.write("alert", rule, due_at if is_late(due_at, self.now) else None)

    def escalated(self, rule, due_at):
        return self.write("escalated", rule, due_at)

    def _write(self, template, code, since):
        """In the words of the rule; where these cannot be written, in words that fit any, so that it goes all the same."""
        try:
            return self._in_words_of(rule_called(code), template, since)
        except Exception:  # the alerts of other rules must not wait for it
            logger.exception("The message of the rule %s could not be written", code)
            return self._in_words_of(rule_called(""), template, since)

    def _in_words_of(self, rule, template, since):
        context = {"rule": rule, "since": since, "link": self.link}
        subject = f"{settings.SERVICE_NAME}: {rule.title}"[:200]
        return subject, render_to_string(f"alerts/emails/{template}.txt", context)
