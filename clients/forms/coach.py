"""What staff type about a recovery coach beside a client."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from core.forms import BaseModelForm, VerbForm

from ..models import CoachAssignment
from .parts import DayForm, required


class CoachForm(BaseModelForm):
    submit_label = _("Assign the coach")

    class Meta(BaseModelForm.Meta):
        model = CoachAssignment
        fields = ["coach", "starts_on", "ends_on"]
        labels = {"coach": _("Who?"), "starts_on": _("From when?"), "ends_on": _("Until when?")}
        error_messages = {
            "coach": required(_("Choose the coach")),
            "starts_on": required(_("Enter the first day")),
        }

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        coaches = User.objects.filter(role=Role.RECOVERY_COACH, is_active=True)
        self.fields["coach"].queryset = coaches.filter(memberships__team__in=user.team_ids).distinct()
        self.fields["coach"].empty_label = _("Choose a coach")


class EndCoachingForm(VerbForm, DayForm):
    """The last day on which a coach walks beside the client; an end that was set before may be changed."""

    submit_label = _("End the assignment")
    columns = {"on": "ends_on"}
