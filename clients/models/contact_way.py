"""Ways to reach a person, each with what is safe: said where the call, the text or the letter starts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from accounts.models import ends_after_start
from core.history import tracked
from core.models import BaseModel

from ..choices import Answer, WayKind
from .client import Client
from .dated import DatedOfClientQuerySet

LINKS = {WayKind.PHONE: "tel", WayKind.TEXT: "sms", WayKind.EMAIL: "mailto"}


@tracked
class ContactWay(BaseModel):
    """One way to reach a person, from when until when, and what is safe when it is used."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contact_ways")
    kind = models.CharField(_("kind"), max_length=10, choices=WayKind)
    value = models.CharField(_("number or address"), max_length=254, blank=True)
    may_leave_message = models.CharField(_("may we leave a message"), max_length=10, choices=Answer, blank=True)
    may_say_who = models.CharField(_("may we say who we are"), max_length=10, choices=Answer, blank=True)
    who_else = models.CharField(_("who else may answer, and what they know"), max_length=300, blank=True)
    when = models.CharField(_("when"), max_length=200, blank=True)
    is_preferred = models.BooleanField(_("preferred"), default=False, db_default=False)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = DatedOfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-is_preferred", "kind", "created_at"]
        constraints = [
            ends_after_start("contact_way"),
            models.CheckConstraint(
                condition=Q(kind=WayKind.LETTER) | ~Q(value=""), name="contact_way_says_where",
                violation_error_message=_("Enter the number or the address"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client}: {self.get_kind_display()}"

    @property
    def link(self):
        """What a click on it starts: a call, a text or an email; nothing for a letter."""
        scheme = LINKS.get(self.kind)
        plain = self.value.replace(" ", "") if scheme in ("tel", "sms") else self.value
        return f"{scheme}:{plain}" if scheme else ""

    @property
    def rule(self):
        """What is safe, in sentences; where nobody has asked, it says so."""
        asked = [self._about_messages(), self._about_us(), self.who_else, self.when]
        words = " ".join(f"{text.rstrip('.')}." for text in asked if text)
        return words or _text("Nobody has asked what is safe: ask first.")

    def _about_messages(self):
        if self.kind == WayKind.LETTER:
            return {Answer.YES: _text("Letters are safe"), Answer.NO: _text("Send no letters")}.get(
                self.may_leave_message, ""
            )
        return {Answer.YES: _text("A message is safe"), Answer.NO: _text("Leave no message")}.get(
            self.may_leave_message, ""
        )

    def _about_us(self):
        return {Answer.YES: _text("Say who we are"), Answer.NO: _text("Do not say who we are")}.get(
            self.may_say_who, ""
        )
