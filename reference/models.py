"""What an administrator edits on screen: code lists, intervals and wordings, all dated and none deleted."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from .choices import CodeField, IntervalKey, WordingKey, WordingKind


class CodeQuerySet(models.QuerySet):
    def offered(self, field, day=None):
        """The codes of a field that may be chosen on a day: of the sets then in force, and not retired."""
        day = day or timezone.localdate()
        in_force = Q(code_set__valid_until=None) | Q(code_set__valid_until__gte=day)
        not_retired = Q(active_until=None) | Q(active_until__gte=day)
        return self.filter(in_force, not_retired, code_set__field=field, code_set__valid_from__lte=day)


@tracked
class CodeSet(BaseModel):
    """One version of a code list: whose it is, what it answers, and from when until when it holds."""

    field = models.CharField(_("question"), max_length=40, choices=CodeField)
    standard = models.CharField(_("standard"), max_length=100)
    edition = models.CharField(_("version"), max_length=40)
    source = models.CharField(_("source"), max_length=300)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["field", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["field", "standard", "edition"], name="code_set_edition_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="code_set_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first"),
            ),
        ]

    def __str__(self):
        return f"{self.get_field_display()} ({self.standard} {self.edition})"


@tracked
class Code(BaseModel):
    """One answer on a code list. Records point at it, so that an old record keeps the words of its time."""

    code_set = models.ForeignKey(CodeSet, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(_("code"), max_length=40)
    label = models.CharField(_("label"), max_length=200)
    label_cy = models.CharField(_("label in Welsh"), max_length=200, blank=True)
    group = models.CharField(_("group"), max_length=60, blank=True)
    position = models.PositiveIntegerField(_("place on the list"), default=0)
    active_until = models.DateField(_("retired after"), null=True, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["code_set", "position", "label"]
        constraints = [models.UniqueConstraint(fields=["code_set", "code"], name="code_once_per_set")]

    def __str__(self):
        return self.label


class DatedQuerySet(models.QuerySet):
    def in_force(self, day=None):
        """The rows that hold on a day: begun, and not retired."""
        day = day or timezone.localdate()
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=day), valid_from__lte=day)


@tracked
class Interval(BaseModel):
    """After how many days something is due; the newest one in force counts."""

    key = models.CharField(_("what for"), max_length=40, choices=IntervalKey)
    days = models.PositiveSmallIntegerField(_("days"))
    why = models.CharField(_("why"), max_length=300, blank=True)
    valid_from = models.DateField(_("from"))
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-valid_from", "-created_at"]
        constraints = [models.CheckConstraint(condition=Q(days__range=(1, 3660)), name="interval_is_sensible")]

    def __str__(self):
        return f"{self.get_key_display()}: {self.days}"


@tracked
class Wording(BaseModel):
    """The text of a letter, a text message or an email, in one language; the newest one in force is sent."""

    key = models.CharField(_("what for"), max_length=40, choices=WordingKey)
    kind = models.CharField(_("kind"), max_length=10, choices=WordingKind)
    language = models.CharField(_("language"), max_length=5, choices=[("en", _("English")), ("cy", _("Welsh"))])
    title = models.CharField(_("title"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    is_unread = models.BooleanField(
        _("nobody who speaks the language well has read it"), default=False, db_default=False
    )
    valid_from = models.DateField(_("from"))
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["key", "language", "-valid_from", "-created_at"]

    def __str__(self):
        return f"{self.get_key_display()} ({self.get_kind_display()}, {self.language})"
