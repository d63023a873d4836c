"""Who is around a person: relationships, children, and the answers to the questions about being a parent."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ends_after_start
from core.history import tracked
from core.models import BaseModel

from ..choices import Answer, ChildrenWith, LegalStatus, RelationKind
from .client import Client, OfClientQuerySet
from .dated import DatedOfClientQuerySet
from .facts import answered, coded

MOST_CHILDREN = 30
NOBODY = Q(children_in_house=None) | Q(children_in_house=0)
SOMEBODY = Q(children_in_house__isnull=False, children_in_house__gte=1)


@tracked
class Relationship(BaseModel):
    """Somebody who matters to a client: family, next of kin, a carer, who lives in the same house."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="relationships")
    name = models.CharField(_("name"), max_length=200)
    other_record = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    kind = models.CharField(_("who it is"), max_length=20, choices=RelationKind)
    lives_with_client = answered(_("lives with the client"))
    is_next_of_kin = models.BooleanField(_("next of kin"), default=False, db_default=False)
    cares_for_client = models.BooleanField(_("cares for the client"), default=False, db_default=False)
    client_cares = models.BooleanField(_("the client cares for this person"), default=False, db_default=False)
    assessment_offered_on = models.DateField(_("carer’s assessment offered on"), null=True, blank=True)
    may_contact = answered(_("may we get in touch"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    contact_rule = models.CharField(_("what is safe, and what they know"), max_length=300, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = DatedOfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-is_next_of_kin", "created_at"]
        constraints = [
            ends_after_start("relationship"),
            models.CheckConstraint(condition=~Q(other_record=F("client")), name="relationship_is_to_somebody_else"),
            models.CheckConstraint(
                condition=Q(assessment_offered_on=None) | Q(cares_for_client=True) | Q(client_cares=True),
                name="assessment_is_offered_to_carers",
                violation_error_message=_("Say who cares for whom, or clear the day of the offer"),
            ),
        ]

    def __str__(self):
        return f"{self.client}: {self.get_kind_display()}"


@tracked
class Child(BaseModel):
    """A child under 18 of the client or in the client's house, and who looks after its safety."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(_("name or initials"), max_length=100)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    lives_with_client = models.BooleanField(_("lives with the client"), default=False, db_default=False)
    told_on = models.DateField(_("told us that the child lives there on"), null=True, blank=True, editable=False)
    legal_status = models.CharField(_("responsible in law"), max_length=20, choices=LegalStatus, blank=True)
    school = models.CharField(_("school or health visitor"), max_length=200, blank=True)
    social_worker = models.CharField(_("social worker"), max_length=200, blank=True)
    local_authority = models.CharField(_("local authority"), max_length=100, blank=True)
    plan_type = coded(_("help or plan"))
    plan_starts_on = models.DateField(_("plan from"), null=True, blank=True)
    plan_ends_on = models.DateField(_("plan until"), null=True, blank=True)
    conference_on = models.DateField(_("child protection conference"), null=True, blank=True)
    contact_allowed = answered(_("is contact with the client allowed"))
    contact_arrangements = models.CharField(_("contact arrangements"), max_length=500, blank=True)
    use_is_a_concern = models.BooleanField(
        _("the client’s use, or medicine at home, is a concern"), default=False, db_default=False
    )

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["date_of_birth", "created_at"]
        verbose_name_plural = _("children")
        constraints = [
            models.CheckConstraint(
                condition=Q(plan_ends_on=None) | Q(plan_ends_on__gte=F("plan_starts_on")),
                name="plan_of_child_ends_after_it_starts",
                violation_error_message=_("The plan cannot end before it starts"),
            ),
            models.CheckConstraint(
                condition=Q(lives_with_client=True, told_on__isnull=False) | Q(lives_with_client=False, told_on=None),
                name="child_in_the_house_since_we_were_told",
            ),
        ]

    def __str__(self):
        return f"{self.client}: {_('child')}"


@tracked
class ParentalAnswers(BaseModel):
    """The four questions about being a parent, as asked on one day (NDTMS, data set P); the newest hold.

    Only a parent says where the children live; how many under 18 live in the house is always a number, 0 included,
    unless the question was declined; what help they receive is asked of every parent and wherever there are children.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="parental_answers")
    asked_on = models.DateField(_("asked on"))
    is_parent = models.CharField(_("is the client a parent"), max_length=10, choices=Answer)
    children_with_client = models.CharField(
        _("do the children live with the client"), max_length=10, choices=ChildrenWith, blank=True
    )
    children_in_house = models.PositiveSmallIntegerField(_("children under 18 in the house"), null=True, blank=True)
    help_received = coded(_("help that the children receive"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-created_at"]
        verbose_name_plural = _("parental answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_parent__in=[Answer.YES, Answer.NO, Answer.DECLINED]), name="parent_yes_no_or_declined"
            ),
            models.CheckConstraint(
                condition=Q(is_parent=Answer.YES) & ~Q(children_with_client="")
                | ~Q(is_parent=Answer.YES) & Q(children_with_client=""),
                name="only_a_parent_says_where_the_children_live",
                violation_error_message=_("Only a parent, and every parent, says where the children live"),
            ),
            models.CheckConstraint(
                condition=Q(is_parent=Answer.DECLINED) | Q(children_in_house__isnull=False),
                name="children_in_the_house_are_counted",
                violation_error_message=_("Enter how many children live in the house; 0 is an answer"),
            ),
            models.CheckConstraint(
                condition=Q(help_received=None) & ~Q(is_parent=Answer.YES) & NOBODY
                | Q(help_received__isnull=False) & (Q(is_parent=Answer.YES) | SOMEBODY),
                name="help_is_asked_where_there_are_children",
                violation_error_message=_(
                    "Say what help the children receive, where there are any; else leave it empty"
                ),
            ),
            models.CheckConstraint(
                condition=Q(children_in_house=None) | Q(children_in_house__lte=MOST_CHILDREN),
                name="children_in_the_house_are_few",
                violation_error_message=_("Enter a number from 0 to 30"),
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.asked_on:%Y-%m-%d}"
