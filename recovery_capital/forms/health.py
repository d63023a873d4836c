"""What is asked about medicine, naloxone, viruses in the blood, and a need for mental health care."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Section
from clients.person import health as gp_and_pharmacy
from core.forms import BaseModelForm
from core.widgets import DateTextWidget

from .. import health
from ..choices import BloodResult, NaloxoneAnswer, ReferralThreshold, YesNo
from ..models import HealthFacts
from ..models.health import VIRUSES
from .section import FactsForm, few_lines, refuse_before, refuse_future_days

BLOOD = ["tested_on", "result", "treatment"]


class HealthForm(FactsForm):
    """Medicine and its supply, naloxone, and viruses in the blood."""

    needs = Section.CLINICAL
    past_days = ["naloxone_offered_on", "naloxone_supplied_on", "naloxone_trained_on",
                 *[f"{virus}_tested_on" for virus in VIRUSES]]  # fmt: skip
    parts = [
        (_("Supply of medicine"), ["supply_from", "supervised", "take_home", "supply_until"]),
        (_("Naloxone"), ["naloxone_offered_on", "naloxone_answer", "naloxone_supplied_on", "naloxone_trained_on",
                         "naloxone_expires_on"]),
        (VIRUSES["hep_b"], ["hep_b_tested_on", "hep_b_result", "hep_b_treatment", "hep_b_doses"]),
        (VIRUSES["hep_c"], ["hep_c_tested_on", "hep_c_result", "hep_c_treatment"]),
        (VIRUSES["hiv"], ["hiv_tested_on", "hiv_result", "hiv_treatment"]),
    ]  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = HealthFacts
        fields = [
            "supply_from", "supervised", "take_home", "supply_until",
            "naloxone_offered_on", "naloxone_answer", "naloxone_supplied_on", "naloxone_trained_on",
            "naloxone_expires_on",
            "hep_b_tested_on", "hep_b_result", "hep_b_treatment", "hep_b_doses",
            "hep_c_tested_on", "hep_c_result", "hep_c_treatment",
            "hiv_tested_on", "hiv_result", "hiv_treatment",
        ]  # fmt: skip
        labels = {
            "supply_from": _("Where does the medicine come from?"),
            "supervised": _("Is it taken under supervision?"),
            "take_home": _("Is there medicine to take home?"),
            "supply_until": _("Until when does the supply last?"),
            "naloxone_offered_on": _("When was naloxone offered?"),
            "naloxone_answer": _("What was the answer?"),
            "naloxone_supplied_on": _("When was it given?"),
            "naloxone_trained_on": _("When was the person shown how to use it?"),
            "naloxone_expires_on": _("When does the kit expire?"),
            "hep_b_tested_on": _("When was the last hepatitis B test?"),
            "hep_b_result": _("What is known of its result?"),
            "hep_b_treatment": _("Is hepatitis B treated?"),
            "hep_b_doses": _("How far has the vaccination come?"),
            "hep_c_tested_on": _("When was the last hepatitis C test?"),
            "hep_c_result": _("What is known of its result?"),
            "hep_c_treatment": _("Is hepatitis C treated?"),
            "hiv_tested_on": _("When was the last HIV test?"),
            "hiv_result": _("What is known of its result?"),
            "hiv_treatment": _("Is HIV treated?"),
        }
        widgets = {name: DateTextWidget for name in fields if name.endswith(("_on", "_until"))}

    def beside(self):
        client = self.instance.assessment.client
        return [gp_and_pharmacy(client), health.asked_in_the_episode(client, health.BLOOD)]

    @classmethod
    def prompts_of(cls, row):
        text = health.naloxone_prompt(row.assessment.client)
        return [(text, "", "")] if text else []

    def clean(self):
        data = super().clean()
        refuse_future_days(self, data, self.past_days)
        self._naloxone(data)
        for virus in VIRUSES:
            self._blood(data, *(f"{virus}_{part}" for part in BLOOD))
        return data

    def _naloxone(self, data):
        offered, answer = data.get("naloxone_offered_on"), data.get("naloxone_answer")
        given, expires = data.get("naloxone_supplied_on"), data.get("naloxone_expires_on")
        if answer and not offered and "naloxone_offered_on" not in self.errors:
            self.add_error("naloxone_offered_on", _("Enter the day of the offer, or clear the answer to it"))
        if given and answer != NaloxoneAnswer.ACCEPTED:
            self.add_error("naloxone_answer", _("Answer “Accepted”, or clear the day on which it was given"))
        if expires and not given and answer != NaloxoneAnswer.HAS_ONE and "naloxone_supplied_on" not in self.errors:
            self.add_error("naloxone_supplied_on", _("Enter the day, or clear the day on which the kit expires"))
        for name in ("naloxone_supplied_on", "naloxone_trained_on"):
            refuse_before(self, name, offered, _("This cannot be before it was offered"))
        refuse_before(self, "naloxone_expires_on", given, _("It cannot expire before it was given"))

    def _blood(self, data, tested, result, treatment):
        if data.get(result) and not data.get(tested) and tested not in self.errors:
            self.add_error(tested, _("Enter the day of the test, or clear its result"))
        if data.get(treatment) and data.get(result) != BloodResult.POSITIVE:
            self.add_error(treatment, _("Only a positive result is treated: change the result, or clear this"))


class CoOccurringForm(FactsForm):
    """A need for mental health care beside drug or alcohol use, and what came of a referral."""

    needs = Section.CLINICAL
    legend = _("Mental health care")

    class Meta(BaseModelForm.Meta):
        model = HealthFacts
        fields = [
            "co_occurring", "co_occurring_what", "mental_health_referred_on", "threshold", "threshold_reason",
        ]  # fmt: skip
        labels = {
            "co_occurring": _("Is there a need for mental health care as well?"),
            "co_occurring_what": _("What is the need?"),
            "mental_health_referred_on": _("When was the person referred to mental health services?"),
            "threshold": _("Did the referral meet their threshold?"),
            "threshold_reason": _("Why was it turned down?"),
        }
        widgets = few_lines("co_occurring_what") | {"mental_health_referred_on": DateTextWidget}

    def beside(self):
        return [health.asked_in_the_episode(self.instance.assessment.client, health.MIND)]

    def clean(self):
        data = super().clean()
        refuse_future_days(self, data, ["mental_health_referred_on"])
        referred, threshold = data.get("mental_health_referred_on"), data.get("threshold")
        if (data.get("co_occurring_what") or referred) and data.get("co_occurring") != YesNo.YES:
            self.add_error("co_occurring", _("Answer “Yes”, or clear what follows"))
        if threshold and not referred and "mental_health_referred_on" not in self.errors:
            self.add_error("mental_health_referred_on", _("Enter the day of the referral, or clear its answer"))
        turned_down, reason = threshold == ReferralThreshold.NOT_MET, data.get("threshold_reason")
        if turned_down and not reason:
            self.add_error("threshold_reason", _("Enter why it was turned down"))
        if reason and not turned_down:
            self.add_error("threshold_reason", _("Clear this: the referral was not turned down"))
        return data
