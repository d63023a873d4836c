"""Health: what is found out about medicine, naloxone, viruses in the blood, and a need for mental health care."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel
from recovery_capital.choices import (
    AssessmentStatus,
    BloodResult,
    BloodTreatment,
    NaloxoneAnswer,
    ReferralThreshold,
    SupplySource,
    VaccineCount,
    YesNo,
)

from .assessment import Assessment

VIRUSES = {"hep_b": _("Hepatitis B"), "hep_c": _("Hepatitis C"), "hiv": _("HIV")}


def answer(label, choices=YesNo):
    return models.CharField(label, max_length=20, choices=choices, blank=True)


def day(label):
    return models.DateField(label, null=True, blank=True)


def not_before(name, earlier, later, message):
    """A constraint: a day is not before another, where both are known."""
    condition = Q(**{earlier: None}) | Q(**{later: None}) | Q(**{f"{later}__gte": F(earlier)})
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=message)


def blood_rules(virus):
    """The constraints of one virus: only a test has a result, and only a positive result is treated."""
    tested, result, treatment = (f"{virus}_{part}" for part in ("tested_on", "result", "treatment"))
    return [
        models.CheckConstraint(
            condition=Q(**{result: ""}) | Q(**{f"{tested}__isnull": False}),
            name=f"{virus}_result_of_a_test",
            violation_error_message=_("Enter the day of the test, or clear its result"),
        ),
        models.CheckConstraint(
            condition=Q(**{treatment: ""}) | Q(**{result: BloodResult.POSITIVE}),
            name=f"{virus}_treated_when_positive",
            violation_error_message=_("Treatment follows a positive result: change the result, or clear the treatment"),
        ),
    ]


class HealthFactsQuerySet(models.QuerySet):
    def kit_ends_on(self, client):
        """The day on which the naloxone that a client was last known to have expires; None where nobody knows."""
        of_client = self.filter(assessment__client=client, assessment__status=AssessmentStatus.RECORDED)
        has_kit = Q(naloxone_supplied_on__isnull=False) | Q(naloxone_expires_on__isnull=False)
        newest = of_client.filter(has_kit).order_by("-assessment__assessed_on", "-assessment__created_at")
        return newest.values_list("naloxone_expires_on", flat=True).first()


@tracked
class HealthFacts(BaseModel):
    """What one assessment found out about somebody's medicine, naloxone, blood-borne viruses and mental health care."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="health")
    supply_from = answer(_("where the medicine comes from"), SupplySource)
    supervised = answer(_("taken under supervision"))
    take_home = answer(_("medicine to take home"))
    supply_until = day(_("the supply lasts until"))
    naloxone_offered_on = day(_("naloxone offered on"))
    naloxone_answer = answer(_("answer to the offer of naloxone"), NaloxoneAnswer)
    naloxone_supplied_on = day(_("naloxone given on"))
    naloxone_trained_on = day(_("shown how to use naloxone on"))
    naloxone_expires_on = day(_("naloxone expires on"))
    hep_b_tested_on, hep_b_result, hep_b_treatment = (
        day(_("hepatitis B: tested on")),
        answer(_("hepatitis B: result"), BloodResult),
        answer(_("hepatitis B: treatment"), BloodTreatment),
    )
    hep_b_doses = answer(_("hepatitis B: vaccinated so far"), VaccineCount)
    hep_c_tested_on, hep_c_result, hep_c_treatment = (
        day(_("hepatitis C: tested on")),
        answer(_("hepatitis C: result"), BloodResult),
        answer(_("hepatitis C: treatment"), BloodTreatment),
    )
    hiv_tested_on, hiv_result, hiv_treatment = (
        day(_("HIV: tested on")),
        answer(_("HIV: result"), BloodResult),
        answer(_("HIV: treatment"), BloodTreatment),
    )
    co_occurring = answer(_("need for mental health care"))
    co_occurring_what = models.TextField(_("which need"), blank=True)
    mental_health_referred_on = day(_("referred to mental health services on"))
    threshold = answer(_("whether the referral met the threshold"), ReferralThreshold)
    threshold_reason = models.CharField(_("why it was turned down"), max_length=500, blank=True)

    objects = HealthFactsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("health facts")
        constraints = [
            models.CheckConstraint(
                condition=Q(naloxone_answer="") | Q(naloxone_offered_on__isnull=False),
                name="naloxone_answer_to_an_offer",
                violation_error_message=_("Enter the day of the offer, or clear the answer to it"),
            ),
            models.CheckConstraint(
                condition=Q(naloxone_supplied_on=None) | Q(naloxone_answer=NaloxoneAnswer.ACCEPTED),
                name="naloxone_given_when_accepted",
                violation_error_message=_("Naloxone is given to who accepts it: change the answer, or clear the day"),
            ),
            models.CheckConstraint(
                condition=Q(naloxone_expires_on=None)
                | Q(naloxone_supplied_on__isnull=False)
                | Q(naloxone_answer=NaloxoneAnswer.HAS_ONE),
                name="naloxone_that_is_there_expires",
                violation_error_message=_("Enter the day on which it was given, or clear the day on which it expires"),
            ),
            not_before("naloxone_given_after_offer", "naloxone_offered_on", "naloxone_supplied_on",
                       _("It cannot be given before it was offered")),
            not_before("naloxone_shown_after_offer", "naloxone_offered_on", "naloxone_trained_on",
                       _("This cannot be before it was offered")),
            not_before("naloxone_expires_after_it_is_given", "naloxone_supplied_on", "naloxone_expires_on",
                       _("It cannot expire before it was given")),
            *blood_rules("hep_b"),
            *blood_rules("hep_c"),
            *blood_rules("hiv"),
            models.CheckConstraint(
                condition=Q(co_occurring=YesNo.YES) | Q(co_occurring_what="", mental_health_referred_on=None),
                name="mental_health_need_of_a_yes",
                violation_error_message=_("Answer “Yes” to the need, or clear what follows it"),
            ),
            models.CheckConstraint(
                condition=Q(threshold="") | Q(mental_health_referred_on__isnull=False),
                name="threshold_of_a_referral",
                violation_error_message=_("Enter the day of the referral, or clear its answer"),
            ),
            models.CheckConstraint(
                condition=Q(threshold=ReferralThreshold.NOT_MET) & ~Q(threshold_reason="")
                | ~Q(threshold=ReferralThreshold.NOT_MET) & Q(threshold_reason=""),
                name="referral_turned_down_with_a_reason",
                violation_error_message=_("Enter the reason of a referral that was turned down, and of no other"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.assessment}"
