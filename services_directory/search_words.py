"""What a keyworker types and what services write of themselves: the words by which a search knows what is meant.

Our own list, as of November 2026, made from the words of seed reports and of a real feed; add a line where a search
finds nothing that it should. `typed`, one after the other with “|” between them; `written`, in the same way: whole words,
where “*” stands for any ending. Somebody who types one of them finds services that write one of the others, or that
help with one of the needs. `instead`: what is offered beside it, when nothing is known.
"""

from dataclasses import dataclass

from .choices import Language, Need


@dataclass(frozen=True)
class Sense:
    """One thing that may be meant."""

    typed: str
    written: str = ""
    needs: tuple = ()
    instead: tuple = ()


SENSES = [
    # Mutual aid
    Sense("aa | aa meeting | aa meetings | alcoholics anonymous", "alcoholics anonymous | aa", (), (Need.MUTUAL_AID,)),
    Sense("na | na meeting | na meetings | narcotics anonymous", "narcotics anonymous", (), (Need.MUTUAL_AID,)),
    Sense("ca | ca meeting | cocaine anonymous", "cocaine anonymous", (), (Need.MUTUAL_AID,)),
    Sense("al anon | alanon | alateen", "al anon | alateen", (), (Need.MUTUAL_AID, Need.FAMILY)),
    Sense("smart | smart recovery", "smart recovery", (), (Need.MUTUAL_AID,)),
    Sense("12 step | twelve step | fellowship | mutual aid | meetings", "12 step | mutual aid", (Need.MUTUAL_AID,)),
    # Treatment
    Sense(
        "drugs and alcohol | drug and alcohol | drug treatment | alcohol treatment | drug service | drugs | substance misuse",
        "drug and alcohol | drugs and alcohol | drugs | drug | substance misuse",
        (Need.SUBSTANCE_TREATMENT,),
    ),
    Sense(
        "script | scripts | methadone | buvidal | subutex | buprenorphine | ost | prescribing",
        "methadone | buprenorphine | opiate substitut* | opioid substitut* | substitute prescri*",
        (Need.SUBSTANCE_TREATMENT,),
    ),
    Sense("alcohol | drinking | drink problem", "alcohol | drinking", (Need.SUBSTANCE_TREATMENT,)),
    Sense("detox", "detox*", (), (Need.SUBSTANCE_TREATMENT, Need.RESIDENTIAL_REHAB)),
    Sense(
        "rehab | residential rehab | residential rehabilitation | residential treatment",
        "residential rehab* | residential treatment",
        (Need.RESIDENTIAL_REHAB,),
        (Need.SUBSTANCE_TREATMENT,),
    ),
    Sense("day programme | day program | structured day", "day programme", (Need.DAY_PROGRAMME,), (Need.PEER_SUPPORT,)),
    Sense("relapse prevention | relapse", "relapse*", (Need.RELAPSE_PREVENTION,), (Need.MUTUAL_AID, Need.PEER_SUPPORT)),
    Sense("peer support | peer mentor | peer mentors", "peer support | peer mentor* | peer led", (Need.PEER_SUPPORT,)),
    Sense(
        "needle exchange | needles | works | clean works | nsp",
        "needle exchange | needle and syringe | injecting equipment",
        (Need.NEEDLE_EXCHANGE,),
        (Need.SUBSTANCE_TREATMENT,),
    ),
    Sense("naloxone | nyxoid | prenoxad", "naloxone", (Need.NALOXONE,), (Need.NEEDLE_EXCHANGE, Need.SUBSTANCE_TREATMENT)),
    # A roof
    Sense(
        "dry house | dry houses | dry housing | dryhouse | sober living | alcohol free housing | drug free housing | recovery house"
        " | abstinent housing | abstinence housing",
        "dry house* | dry hous* | sober living | recovery hous* | abstinent hous* | abstinence based hous*",
        (Need.DRY_HOUSE,),
        (Need.SUPPORTED_HOUSING, Need.HOSTEL, Need.HOUSING_ADVICE),
    ),
    Sense("supported housing | supported living | supported accommodation", "supported hous* | supported accommodation",
          (Need.SUPPORTED_HOUSING,), (Need.HOUSING_ADVICE,)),
    Sense(
        "hostel | hostels | night shelter | shelter | bed for the night | emergency bed | bed tonight"
        " | nowhere to sleep | somewhere to sleep | place to sleep",
        "hostel | hostels | night shelter* | winter shelter*",
        (Need.HOSTEL,),
        (Need.HOUSING_ADVICE,),
    ),
    Sense(
        "homeless | homelessness | rough sleeping | rough sleeper | sleeping rough | nfa | no fixed abode | sofa surfing"
        " | without an address | no address",
        "homeless | homelessness | rough sleep* | sleeping rough",
        (Need.HOSTEL,),
        (Need.HOUSING_ADVICE,),
    ),
    Sense("housing | housing advice | eviction | evicted | tenancy", "housing | evict* | tenancy | tenancies",
          (Need.HOUSING_ADVICE,)),
    Sense("refuge | womens refuge", "refuge", (Need.REFUGE,), (Need.WOMEN,)),
    Sense(
        "domestic abuse | domestic violence | dv | abusive partner",
        "domestic abuse | domestic violence",
        (Need.REFUGE,),
        (Need.WOMEN, Need.CRISIS),
    ),
    # Money, work, food
    Sense("debt | debts | money advice | bailiffs", "debt | debts | money advice | bailiff*", (Need.DEBT,), (Need.BENEFITS,)),
    Sense(
        "benefits | benefits advice | welfare rights | universal credit | pip | esa",
        "welfare benefit* | welfare rights | benefits advice | benefit claim* | claiming benefits | universal credit",
        (Need.BENEFITS,),
        (Need.DEBT,),
    ),
    Sense("food bank | foodbank | food banks | food parcel | food parcels | emergency food",
          "food bank* | foodbank* | food parcel*", (Need.FOOD,)),
    Sense("hot meal | hot food | free meal | meal | meals | food | soup kitchen",
          "hot meal* | hot food | free meal* | soup kitchen* | community meal* | food", (Need.FOOD,)),
    Sense(
        "job | jobs | work | employment | job help | ete | ips | cv",
        "employability | into work | find work | finding work | job club* | job search* | employment support | jobcentre | cv",
        (Need.ETE, Need.WORK_EXPERIENCE),
    ),
    Sense("training | course | courses | learning", "training course* | adult learning | adult education | courses",
          (Need.TRAINING,)),
    Sense("volunteer | volunteering", "volunteering | become a volunteer | volunteer centre", (Need.VOLUNTEERING,)),
    Sense("careers | careers advice", "careers", (Need.CAREERS_ADVICE,), (Need.ETE,)),
    # Health and people
    Sense("counselling | counsellor | therapy | talking therapy | talking therapies",
          "counselling | counsellor* | talking therap* | psychotherap*", (), (Need.MENTAL_HEALTH,)),
    Sense("mental health | depression | anxiety", "mental health | depression | anxiety", (Need.MENTAL_HEALTH,)),
    Sense("suicide | suicidal | crisis | samaritans", "suicid* | crisis | samaritans", (Need.CRISIS,), (Need.MENTAL_HEALTH,)),
    Sense("gp | gps | doctor | doctors | gp surgery", "gp | doctor* | gp surger* | medical practice | medical centre | surgery",
          (Need.GP,)),
    Sense("dentist | dental", "dentist* | dental"),
    Sense("sexual health | sti | bbv | hep c | hepatitis", "sexual health | hepatitis | blood borne virus*"),
    Sense("women only | for women | womens | women | womens group | womens service | womens services | woman",
          "women only | for women | women | womens | for0women", (Need.WOMEN,)),
    Sense("men only | for men | mens group", "men only | for men | mens | for0men"),
    Sense("lgbt | lgbtq | lgbtq+ | gay | trans", "lgbt* | gay | lesbian | transgender | trans"),
    Sense("veteran | veterans | ex forces | armed forces", "veteran* | ex forces | armed forces | ex service"),
    Sense("asylum | refugee | refugees | asylum seeker | asylum seekers", "asylum | refugee*"),
    Sense("gambling | gambler", "gambl*"),
    Sense("bereavement | bereaved | grief", "bereave* | grief"),
    Sense("family support | families | family", "family support | families affected | support for families | support families", (Need.FAMILY,)),
    Sense("parenting | childcare | nursery | parents", "parenting | childcare | childmind* | nursery | childrens centre*",
          (Need.PARENTING,)),
    Sense("carer | carers", "carer | carers", (Need.CARERS,)),
    Sense("relationship | relationships", "relationship support | relationship counsel* | relationships", (Need.RELATIONSHIPS,)),
    Sense(
        "prison | prison leaver | prison leavers | ex offender | ex offenders | resettlement | probation | through the gate",
        "prison | prisons | prisoner* | ex offender* | offender* | probation",
        (Need.PRISON_RESETTLEMENT,),
    ),
    Sense("legal | solicitor | legal advice | law centre", "legal advice | law centre* | solicitor*", (Need.LEGAL,)),
    Sense("gym | sport | sports | exercise", "gym | gyms | sport* | exercise", (Need.LEISURE,)),
    Sense("social group | social groups | coffee morning | lonely | loneliness", "social group* | coffee morning* | lonel*",
          (Need.SOCIAL_GROUPS,)),
    Sense("life skills | budgeting | cooking", "life skills | budgeting | cookery", (Need.LIFE_SKILLS,)),
    Sense("shower | showers | laundry | somewhere to wash", "shower | showers | laundry"),
    Sense("warm space | warm spaces | somewhere warm", "warm space* | welcoming space* | warm welcome"),
    Sense("furniture | white goods", "furniture | white goods"),
    Sense("drop in | dropin | drop ins", "drop in"),
]  # fmt: skip

# Words without which the same is meant.
FILLERS = frozenset(
    "a an and any anything at by can do find for from get getting group groups had has have help helping helps her him his i in"
    " information into is it local looking me my near need needs of on or our people person please service services she somebody someone"
    " somewhere some support supports that the their them there they to us want wants we where who with you your".split()
)
FOR_WOMEN, FOR_MEN = ("women only", "for women", "female only"), ("men only", "for men", "male only")
OWN_STEP = ("self referral", "self refer", "self referrals", "refer yourself", "refer myself")
FREE = ("for free", "free of charge", "no cost", "free")
NOT_OF_COST = frozenset("smoke alcohol drug dairy gluten sugar".split())  # before “free”
HERE = ("near me", "nearby", "near here", "close to me", "around here", "local to me")
TIMES = {
    "now": ("open now", "right now", "now"),
    "tonight": ("tonight", "this evening", "this night"),
    "today": ("open today", "today"),
    "tomorrow": ("open tomorrow", "tomorrow"),
    "MO": ("on monday", "monday", "mondays"),
    "TU": ("on tuesday", "tuesday", "tuesdays"),
    "WE": ("on wednesday", "wednesday", "wednesdays"),
    "TH": ("on thursday", "thursday", "thursdays"),
    "FR": ("on friday", "friday", "fridays"),
    "SA": ("on saturday", "saturday", "saturdays"),
    "SU": ("on sunday", "sunday", "sundays"),
}
# “in Welsh”, “Welsh speaking”, “Welsh speaker”: the English names of Language, and these.
OTHER_NAMES = {
    "cymraeg": Language.WELSH, "bsl": Language.BSL, "sign language": Language.BSL, "farsi": Language.PERSIAN,
    "dari": Language.PERSIAN, "chinese": Language.MANDARIN,
}  # fmt: skip
