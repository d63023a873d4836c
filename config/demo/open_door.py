"""The demo's posters, visits through the open door, and what some people were told about."""

import uuid
from datetime import timedelta

from accounts.choices import Role
from clients.choices import Answer, WayKind
from clients.models import ContactWay
from referrals.choices import AgeBand, Given, HeardFrom, OpenAccessWay, SignpostHow, Topic
from referrals.models import OpenAccessContact, Signpost
from services_directory.choices import Need, PaperLanguage, PaperSize, PosterPlace
from services_directory.models import Poster, PosterVisit, PublicPage
from services_directory.models.public import CODE_LENGTH, CODE_LETTERS

from .rows import SHORT, moment, pick

DAYS, VISITS = 120, 60
# kind of place: where exactly, and how those who come from there heard of us
PLACES = {
    PosterPlace.LIBRARY: ("Central Library, by the lift", HeardFrom.LIBRARY),
    PosterPlace.JOB_CENTRE: ("Northmere Job Centre, waiting room", HeardFrom.JOB_CENTRE),
    PosterPlace.GP: ("Quayside Surgery, notice board", HeardFrom.GP),
}
WAYS = {OpenAccessWay.DROP_IN: 60, OpenAccessWay.PHONE: 20, OpenAccessWay.OUTREACH: 15, OpenAccessWay.ONLINE: 5}
HEARD = {
    HeardFrom.FRIEND: 25, HeardFrom.BEEN_BEFORE: 20, HeardFrom.LIBRARY: 10, HeardFrom.GP: 10, HeardFrom.JOB_CENTRE: 8,
    HeardFrom.PHARMACY: 6, HeardFrom.WEB: 6, HeardFrom.NOT_ASKED: 15,
}  # fmt: skip
TOPICS = {
    Topic.HARM_REDUCTION: 25, Topic.HOUSING: 18, Topic.SUBSTANCE_USE: 15, Topic.BENEFITS: 12, Topic.TREATMENT: 12,
    Topic.SOCIAL: 8, Topic.MENTAL_HEALTH: 6, Topic.FAMILY: 4,
}  # fmt: skip
GIVEN = {Given.FOOD: 30, Given.LEAFLET: 25, Given.NALOXONE: 20, Given.INJECTING: 15, Given.CLOTHES: 10}
TELLS_OF = {
    Topic.HOUSING: Need.HOUSING_ADVICE, Topic.BENEFITS: Need.BENEFITS, Topic.SOCIAL: Need.PEER_SUPPORT,
    Topic.MENTAL_HEALTH: Need.MENTAL_HEALTH, Topic.FAMILY: Need.CARERS,
}  # fmt: skip
AGES = [band for band in AgeBand if band != AgeBand.UNDER_18]


def make_open_door(rows, staff, directory):
    """Four months of the log of one team, with the posters that brought some of the people."""
    page = PublicPage.objects.in_use().order_by("position").first()
    if rows.stories is SHORT or page is None:
        return
    rng = rows.random("open door")
    posters = {}
    for kind, (place, heard_from) in PLACES.items():
        posters[heard_from] = make_poster(rows, rng, page, kind, place)
    for _visit in range(VISITS):
        make_visit(rows, rng, staff, directory, posters)


def key_of(rng):
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def make_poster(rows, rng, page, kind, place):
    day = rows.today - timedelta(days=DAYS + 10)
    poster = rows.add(
        Poster, moment(day, rng), id=key_of(rng), code="".join(rng.choices(CODE_LETTERS, k=CODE_LENGTH)), page=page,
        place_kind=kind, place=place, size=PaperSize.A4, language=PaperLanguage.ENGLISH,
    )  # fmt: skip
    for days_ago in rng.sample(range(1, DAYS), 12):
        rows.add(PosterVisit, None, poster=poster, day=rows.today - timedelta(days=days_ago), visits=rng.randint(1, 4))
    return poster


def make_visit(rows, rng, staff, directory, posters):
    day = rows.today - timedelta(days=rng.randint(1, DAYS))
    topics, heard_from = several(rng, TOPICS, 1, 2), pick(rng, HEARD)
    poster = posters.get(heard_from) if rng.random() < 0.5 else None
    visit = rows.add(
        OpenAccessContact, moment(day, rng), rng.choice(staff.of(Role.KEYWORKER)), id=key_of(rng),
        team=staff.team, happened_on=day, way=pick(rng, WAYS), topics=topics, given=several(rng, GIVEN, 0, 2),
        age_band=rng.choice(AGES), heard_from=heard_from, poster_code=poster.code if poster else "",
        postcode_sector=f"NM{rng.randint(1, 9)} {rng.randint(1, 9)}" if rng.random() < 0.4 else "",
    )  # fmt: skip
    told = {rng.choice(directory.offering(TELLS_OF[topic])) for topic in topics if topic in TELLS_OF}
    for service in sorted(told, key=lambda service: service.name):
        rows.add(OpenAccessContact.signposted.through, None, openaccesscontact=visit, service=service)


def several(rng, weights, least, most):
    return sorted({pick(rng, weights) for _one in range(rng.randint(least, most))})


def make_signposts(case, directory):
    """What every fourth person was told about; and every fifth has a number to which texts are safe."""
    if case.rows.stories is SHORT or not case.started_on:
        return
    rng = case.rows.random("signposts", case.number)
    if rng.random() < 0.2:
        case.rows.add(
            ContactWay, case.client.created_at, case.worker, id=key_of(rng), client=case.client, kind=WayKind.TEXT,
            value=f"07700 900{rng.randint(0, 999):03}", may_leave_message=Answer.YES,
            may_say_who=rng.choice([Answer.YES, Answer.YES, Answer.NO]),
        )  # fmt: skip
    if rng.random() < 0.25:
        need = rng.choice([Need.FOOD, Need.DEBT, Need.LEISURE, Need.MUTUAL_AID, Need.LEGAL])
        day = case.last_on - timedelta(days=rng.randint(1, 60))
        case.rows.add(
            Signpost, moment(max(day, case.started_on), rng), case.worker, id=key_of(rng), client=case.client,
            service=rng.choice(directory.offering(need)), how=rng.choice([SignpostHow.SAID, SignpostHow.PAPER]),
        )  # fmt: skip
