"""What people are asked so that nobody is treated worse for it, and in which language. Not asked is empty."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel
from reference.models import Code

from ..choices import WelshAnswer
from .client import Client, OfClientQuerySet
from .facts import answered, coded


@tracked
class EqualityAnswers(BaseModel):
    """The answers to the equality questions; each may be declined, and what has not been asked is empty."""

    QUESTIONS = ["ethnicity", "nationality", "religion", "sexual_orientation", "gender", "veteran"]

    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="equality")
    ethnicity = coded(_("ethnicity"))
    nationality = coded(_("nationality"))
    religion = coded(_("religion or belief"))
    sexual_orientation = coded(_("sexual orientation"))
    gender = coded(_("gender"))
    veteran = coded(_("served in the armed forces"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("equality answers")

    def __str__(self):
        return str(self.client)


@tracked
class ClientDisability(BaseModel):
    """One disability that a person names, or the answer that there is none or that it is not said."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="disabilities")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", verbose_name=_("disability"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("client disabilities")
        constraints = [models.UniqueConstraint(fields=["client", "code"], name="disability_once")]

    def __str__(self):
        return str(self.code)


@tracked
class LanguageNeeds(BaseModel):
    """In which language a person speaks and reads, and what was answered to the active offer of Welsh."""

    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="language_needs")
    spoken = coded(_("language spoken"))
    written = coded(_("language written"))
    interpreter_needed = answered(_("interpreter needed"))
    interpreter_note = models.CharField(_("about the interpreter"), max_length=200, blank=True)
    welsh_offered_on = models.DateField(_("Welsh offered on"), null=True, blank=True)
    welsh_answer = models.CharField(_("answer to the offer"), max_length=10, choices=WelshAnswer, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("language needs")
        constraints = [
            models.CheckConstraint(
                condition=Q(welsh_offered_on=None, welsh_answer="")
                | Q(welsh_offered_on__isnull=False) & ~Q(welsh_answer=""),
                name="welsh_offered_with_day_and_answer",
                violation_error_message=_("Enter both the day of the offer and the answer"),
            )
        ]

    def __str__(self):
        return str(self.client)
