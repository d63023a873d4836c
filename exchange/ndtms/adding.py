"""The rows that a record of a file becomes: a person, an episode with its facts, interventions and TOPs, each with its id."""

from django.db.models import Model
from django.utils.translation import gettext as _

from clients.alike import refresh_name_keys
from clients.choices import AddressKind, Answer, EpisodeStatus, FactsKind, GivenHow
from clients.choices import NumberKind as LocalKind
from clients.models import (
    Address,
    Client,
    Episode,
    EpisodeFacts,
    EpisodeIntervention,
    EpisodeStatusChange,
    EqualityAnswers,
    HealthContacts,
    LocalNumber,
    NationalConsent,
)
from clients.models.intervention import STRUCTURED
from clients.workflow import UNDER_18, is_under_18, refuse_the_dead, set_substances
from core.workflow import NotAllowed
from recovery_capital.measures.top import OFFENCES, SHARING
from recovery_capital.models import TopAssessment

from ..choices import NumberKind
from ..models import DataSetNumber
from .fields import FIELDS, SUBSTANCES
from .records import AS_THEY_ARE, EQUALITY, FACTS

NO_FIXED_ABODE = "ZZ99 3"
CAME = "Brought in from another system"


class Adding:
    """Adds the records of one file with one version of the data set, as the work of `by`."""

    def __init__(self, layout, *, by=None, setting=""):
        self.layout, self.by, self.setting = layout, by, setting

    def code(self, name, value) -> Model | None:
        """The row of a code list for a value."""
        return self.layout.known.get((FIELDS[name].codes, value)) if value else None

    def number(self, client, record, kind, number, row=None, *, rest=None, below=()):
        """Keep the id of the file, and what it said that has no place here."""
        keys = {kind: row} if row is not None else {}
        DataSetNumber(
            client=client, agency=record.values["agency"], kind=kind, number=number, rest=rest or {}, below=list(below),
            **keys,
        ).save_by(self.by)  # fmt: skip

    def client(self, record, team, rest):
        """A person of whom the file knows no more than two letters; somebody has to write the name in."""
        values = record.values
        client = Client(
            registered_team=team, first_name=values["first_initial"].upper(), family_name=values["last_initial"].upper(),
            date_of_birth=values["date_of_birth"], sex=values["sex"],
        )  # fmt: skip
        client.save_by(self.by)
        answers = {name: self.code(name, record.value(name)) for name in EQUALITY}
        if any(answers.values()):
            EqualityAnswers(client=client, **answers).save_by(self.by)
        if postcode := record.value("postcode"):
            is_place = postcode != NO_FIXED_ABODE
            kind, postcode = (AddressKind.HOME, postcode) if is_place else (AddressKind.NO_FIXED_ABODE, "ZZ99 3VZ")
            Address(client=client, kind=kind, postcode=postcode).save_by(self.by)
        if gp_code := record.value("gp_code"):
            HealthContacts(client=client, gp_registered=Answer.YES, gp_code=gp_code).save_by(self.by)
        refresh_name_keys(client)
        self.identity(client, record, rest)
        return client

    def identity(self, client, record, rest):
        """The id of the file on a client's record, and the consent that the file names where nobody has asked here."""
        values = record.values
        if values["client_id"] != client.reference:
            if client.data_set_numbers.filter(kind=NumberKind.CLIENT, agency=values["agency"]).exists():
                raise NotAllowed(_("This person has another id with this agency."))
            LocalNumber.objects.get_or_create(client=client, kind=LocalKind.NDTMS, number=values["client_id"][:40])
        self.number(client, record, NumberKind.CLIENT, values["client_id"], rest=rest)
        if record.value("consent") is not None and not client.national_consents.exists():
            NationalConsent(
                client=client, agreed=values["consent"], asked_on=values["referred_on"], given_how=GivenHow.ELECTRONIC,
                evidence=_("As the file of another system says; the day is that of the referral."),
            ).save_by(self.by)  # fmt: skip

    def episode(self, client, record, team, rest):
        """An episode as it stood in the other system, whose steps are not taken again."""
        values, answer = record.values, record.value
        if not answer("ended_on"):
            refuse_the_dead(client)
            if client.episodes.open().filter(team=team).exists():
                raise NotAllowed(_("This client already has an open episode with this team."))
        if is_under_18(client, values["referred_on"]) and not team.is_young_peoples:
            raise NotAllowed(UNDER_18 % {"team": team})
        starts = [child.values["started_on"] for child in record.interventions if child.values["kind"] in STRUCTURED]
        started_on = min(filter(None, starts), default=None)
        status = EpisodeStatus.IN_TREATMENT if started_on else EpisodeStatus.WAITING
        if answer("ended_on"):
            status = EpisodeStatus.CLOSED
        episode = Episode(
            client=client, team=team, status=status, referred_on=values["referred_on"], triaged_on=answer("triaged_on"),
            referral_source=answer("referral_source") or "other", treatment_started_on=started_on,
            previously_treated=yes_or_no(answer("previously_treated")), top_coordinator=answer("top_coordinator"),
            ended_on=answer("ended_on"), discharge_reason=answer("discharge_reason") or "",
        )  # fmt: skip
        episode.save_by(self.by)
        if status != EpisodeStatus.WAITING:
            EpisodeStatusChange.objects.create(
                record=episode, from_status=EpisodeStatus.WAITING, to_status=status, changed_by=self.by, reason=CAME
            )
        self.substances(episode, record)
        self.facts(episode, record)
        self.number(client, record, NumberKind.EPISODE, values["episode_id"], episode, rest=rest)
        return episode

    def substances(self, episode, record):
        names = [record.value(name) for name in SUBSTANCES]
        pairs = [(name, "") for name in names if name]
        if names[0]:
            pairs[0] = names[0], record.value("route") or ""
        set_substances(episode, pairs, by=self.by, age_first_used=record.value("age_first_used") if names[0] else None)

    def facts(self, episode, record):
        """The facts at the start, if the file has any."""
        said = {name: record.value(name) for name in FACTS if record.value(name) not in (None, "")}
        if not said:
            return
        answers = {
            name: self.code(name, value)
            if FIELDS[name].codes
            else yes_or_no(value)
            if FIELDS[name].is_yes_or_no
            else value
            for name, value in said.items()
        }
        asked_on = episode.triaged_on or episode.referred_on
        EpisodeFacts(
            client=episode.client, episode=episode, kind=FactsKind.START, asked_on=asked_on, **answers
        ).save_by(self.by)  # fmt: skip

    def intervention(self, episode, record, child):
        values = child.values
        setting = self.code("setting", values.get("setting") or self.setting)
        if setting is None:
            raise NotAllowed(_("The intervention has no setting: name one for those without (--setting)."))
        row = EpisodeIntervention(
            client=episode.client, episode=episode, kind=self.code("kind", values["kind"]), setting=setting,
            other_agency=values.get("other_agency") or "", referred_on=values["intervention_referred_on"],
            first_appointment_offered_on=values.get("first_appointment_offered_on"), started_on=values.get("started_on"),
            ended_on=values.get("intervention_ended_on"), exit_status=self.code("exit_status", values.get("exit_status")),
        )  # fmt: skip
        row.save_by(self.by)
        number = values["intervention_id"]
        self.number(
            episode.client, record, NumberKind.INTERVENTION, number, row, rest=child.rest, below=child.below
        )  # fmt: skip

    def top(self, episode, record, child):
        values = child.values
        answers = {name: values.get(name) for name in AS_THEY_ARE}
        row = TopAssessment(
            client=episode.client,
            episode=episode,
            interviewed_on=values["interviewed_on"],
            stage=values["stage"],
            **answers,
        )
        row.other_substance = _("not named") if row.other_days else ""
        shared = False if row.injected_days == 0 else values.get("shared")
        one_of(row, SHARING, shared)
        one_of(row, OFFENCES[1:] + OFFENCES[:1], values.get("other_theft"))
        row.save_by(self.by)
        self.number(episode.client, record, NumberKind.TOP, values["top_id"], row, rest=child.rest)


def yes_or_no(answer):
    return {True: Answer.YES, False: Answer.NO}.get(answer, "")


def one_of(row, names, answer):
    """One flag of the file for several questions here: a yes stands at the first, a no at all of them."""
    for name in names if answer is False else names[:1]:
        setattr(row, name, answer)
