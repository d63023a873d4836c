"""The release plan: what the community team must know and have ready for the day somebody leaves prison."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.models import Client, OfClientQuerySet
from clients.models.facts import KNOWN_OR_NOT
from core.history import tracked
from core.models import BaseModel
from recovery_capital.choices import YesNo

from ..choices import DutyOutcome, FirstOutcome, Harm, LicenceKind, SentenceType, SupplyForm
from .stay import CustodyStay


def line(label, length=300):
    return models.CharField(label, max_length=length, blank=True)


def words(label):
    return models.TextField(label, blank=True)


def day(label):
    return models.DateField(label, null=True, blank=True)


def moment(label):
    return models.DateTimeField(label, null=True, blank=True)


def one_of(label, choices, length=20):
    return models.CharField(label, max_length=length, choices=choices, blank=True)


@tracked
class ReleasePlan(BaseModel):
    """What is arranged for one release, beside what the stay itself says; its sections stand in `plan_sections.py`."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="release_plans")
    stay = models.OneToOneField(CustodyStay, on_delete=models.PROTECT, related_name="release_plan")

    wing = line(_("wing, and whom to ask there"), 200)
    sentence_type = one_of(_("type of sentence"), SentenceType)
    sentence_length = line(_("length of the sentence"), 100)
    friday_policy = one_of(_("release moved away from a Friday or a day before a holiday"), KNOWN_OR_NOT)
    second_day_requested = one_of(_("a second day earlier asked for"), YesNo, 10)

    probation_unit = line(_("probation delivery unit"))
    manager_phone = line(_("phone of the community offender manager"), 40)
    manager_email = models.EmailField(_("email of the community offender manager"), blank=True)
    licence_ends_on = day(_("licence ends on"))
    licence_kinds = ArrayField(
        models.CharField(max_length=30, choices=LicenceKind), default=list, blank=True,
        verbose_name=_("conditions of the licence"),
    )  # fmt: skip
    licence_conditions = words(_("the conditions in words: which places, which hours"))
    curfew_address = words(_("address of a home detention curfew"))
    probation_at = moment(_("first probation appointment"))
    probation_place = line(_("where probation sees the person"))

    harm = one_of(_("risk of serious harm"), Harm)
    harm_to = line(_("risk to whom"))
    no_contact = words(_("whom the person may not contact"))
    threat_outside = words(_("threats to the person outside, gangs, debts"))

    medicine = line(_("medicine, dose and form"))
    is_supervised = one_of(_("taken under supervision"), YesNo, 10)
    last_dose_at = moment(_("last dose before release"))
    depot_last_on = day(_("last depot injection"))
    depot_next_on = day(_("next depot injection is due on"))
    detox_completed_on = day(_("detoxification completed on"))
    tolerance_told_on = day(_("told about lost tolerance on"))
    other_medicines = words(_("other medicines and allergies"))
    health = words(_("hepatitis and HIV, mental health, pregnancy"))

    supply_form = one_of(_("how the medicine is supplied"), SupplyForm)
    supply_starts_on = day(_("bridging supply begins on"))
    collection = line(_("where and how often it is collected"))
    prescribing_on = day(_("first prescribing appointment or supply in the community"))
    naloxone_offered = one_of(_("naloxone offered"), YesNo, 10)
    naloxone_accepted = one_of(_("naloxone accepted"), YesNo, 10)
    naloxone_trained = one_of(_("trained to use naloxone"), YesNo, 10)
    naloxone_batch = line(_("batch of the naloxone kit"), 60)
    naloxone_expires_on = day(_("naloxone expires on"))

    leaves_at = models.TimeField(_("time of leaving"), null=True, blank=True)
    met_by = line(_("who meets the person"))
    transport = line(_("how the person travels"))
    phone = line(_("phone number after release"), 40)
    has_identity = one_of(_("has proof of identity"), YesNo, 10)
    has_bank_account = one_of(_("has a bank account"), YesNo, 10)
    has_claimed = one_of(_("benefit claim made"), YesNo, 10)
    has_grant = one_of(_("gets the discharge grant"), YesNo, 10)

    address = words(_("address after release"))
    duty_authority = line(_("council that was told"), 200)
    duty_referred_on = day(_("council told on"))
    duty_outcome = one_of(_("what the council answered"), DutyOutcome)
    probation_housing = line(_("probation accommodation asked for, and where that stands"))

    worker = line(_("who sees the person first"), 200)
    is_confirmed = one_of(_("the person knows and agrees"), YesNo, 10)
    first_outcome = one_of(_("what came of the first appointment"), FirstOutcome)
    jobcentre_at = moment(_("Jobcentre appointment"))
    jobcentre_place = line(_("which Jobcentre"))
    surgery_at = moment(_("GP appointment"))
    surgery = line(_("GP surgery"))

    work = words(_("work, training or learning that is arranged"))
    family = words(_("children, and people the person cares for"))
    childrens_services = words(_("children’s services"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(depot_last_on=None) | Q(depot_next_on=None) | Q(depot_next_on__gt=F("depot_last_on")),
                name="next_depot_after_the_last",
                violation_error_message=_("The next injection cannot be before the last one"),
            ),
            models.CheckConstraint(
                condition=~Q(licence_kinds__contains=[LicenceKind.OTHER]) | ~Q(licence_conditions=""),
                name="other_licence_condition_has_words",
                violation_error_message=_("Say in words which other condition it is"),
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("custody:plan_detail", args=[self.stay_id])
