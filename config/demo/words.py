"""Words of the demo: names from several cultures, places that do not exist, and sentences that staff might write."""

# culture: (weight, women's names, men's names, family names); any combination is fictitious.
NAMES = {
    "english": (
        46,
        ("Alice Amy Beth Carol Chloe Dawn Donna Ellie Emma Gemma Hannah Jade Jean Karen Kelly Laura Leanne Lisa Natalie "
        "Nicola Paula Rachel Sally Sharon Sophie Tracey"),
        ("Adam Alan Andrew Ben Brian Carl Colin Craig Daniel Darren David Gary George Ian Jack James Jason Keith Kevin "
        "Lee Luke Mark Martin Neil Nigel Paul Peter Ricky Ryan Sean Simon Stephen Terry Tom Wayne"),
        ("Ackroyd Appleby Barrow Bickerton Blackmore Brambling Carver Chilcott Copley Dunmore Eastwick Fairley Fenwick "
        "Garside Hallam Hartnell Ibbotson Kempson Langdale Marlow Netherby Oakes Penrose Quarmby Rudge Sandford "
        "Tarrant Thorne Underhill Venables Wadsworth Yardley"),
    ),
    "welsh": (
        22,
        ("Angharad Bethan Carys Ceri Eirlys Elin Ffion Gwen Gwenllian Heledd Lowri Mair Mali Megan Menna Nerys Nia "
        "Rhiannon Siân Siwan"),
        ("Aled Alun Bryn Dafydd Deian Dewi Dylan Emyr Gareth Geraint Gethin Glyn Gwilym Huw Idris Ieuan Iwan Llŷr Owain "
        "Rhodri Rhys Siôn Tudur Wyn"),
        ("ab~Owain ap~Rhys Bevan Bowen Cadwaladr Ceiriog Davies Ellis Evans Gruffydd Gwynne Hughes Jenkins Llewelyn "
        "Lloyd Meredith Morgan Parry Powell Prosser Pryce Pugh Rees Tŷ-Gwyn Vaughan Wŷn"),
    ),
    "polish": (
        7,
        "Agnieszka Beata Dorota Ewa Joanna Katarzyna Małgorzata Monika",
        "Andrzej Grzegorz Jacek Krzysztof Łukasz Marek Paweł Tomasz Wojciech",
        "Brzeski Dąbrowa Jaworski Kowal Majewska Ostrowski Sikora Wiśnia Zając Żurek",
    ),
    "south asian": (
        8,
        "Amrita Farzana Gurpreet Meera Nasreen Priya Shabnam Yasmin",
        "Amir Arjun Harjit Imran Jaspal Nadeem Rajesh Tariq Usman Vikram",
        "Ahmed Bains Begum Chaudhry Gill Hussain Joshi Kaur Mistry Patel Rahman Sandhu Sheikh",
    ),
    "african and caribbean": (
        6,
        "Abena Adaeze Chantelle Folasade Makeda Precious Shanice Yetunde",
        "Akin Chidi Delroy Emeka Kofi Kwame Leroy Marlon Tunde Winston",
        "Addo Bangura Campbell Danquah Grant Ibekwe Mensah Nwosu Okafor Reid Sesay Thompson",
    ),
    "arabic and persian": (
        4,
        "Amal Fatima Layla Mariam Parisa Zeinab",
        "Farhad Hassan Karim Khalid Mustafa Omar Reza",
        "Al-Amin Al-Khatib El-Sayed Farsi Haddad Mansour Nazari Saleh",
    ),
    "irish and scottish": (
        5,
        "Aoife Bríd Catriona Fiona Mairéad Sinéad",
        "Callum Cormac Declan Fergus Liam Niall Pádraig",
        "Docherty Kinsella MacAulay MacRae Ní~Bhriain O’Dowd O’Kane O’Shea Quigley",
    ),
    "portuguese and romanian": (
        2,
        "Ana Cristina Ileana Lúcia",
        "Bogdan Ionuț João Rui",
        "Álvares Conceição Ionescu Popa Ștefan",
    ),
}  # fmt: skip
NICKNAMES = {
    "Andrew": "Andy",
    "Angharad": "Anj",
    "Daniel": "Danny",
    "David": "Dai",
    "Dafydd": "Daf",
    "Gwenllian": "Gwen",
    "Katarzyna": "Kasia",
    "Krzysztof": "Kris",
    "Martin": "Marty",
    "Natalie": "Nat",
    "Rachel": "Rach",
    "Rhiannon": "Rhi",
    "Stephen": "Ste",
    "Winston": "Win",
}

STREETS = (
    "Ropewalk Row|Tannery Lane|Heron Street|Chapel Rise|Foundry Terrace|Lock Keeper’s Way|Almond Court|Quarry Hill|"
    "Stryd y Felin|Heol yr Eglwys|Rhes y Glöwr|Ffordd yr Afon|Maes y Dderwen|Salt Quay|Larkfield Close"
).split("|")
PRISONS = ["HMP Marlstone", "HMP Fenbrook", "HMP Carreg Las", "HMP & YOI Ashdown Vale", "HMP Eastholme (women)"]
OFFENDER_MANAGERS = ["Probation, Northmere office", "Probation, Dyffryn Arian office", "P. Holloway, probation"]

CONTACT_NOTES = [
    "Talked through the week. Cravings are worst in the evening; we looked at what has helped before.",
    "Came in good spirits. Has kept the diary since last time and showed it to me.",
    "Short call to check in. Sleeping better, eating twice a day.",
    "Went through the plan together and moved two dates.",
    "Was worried about a letter from the landlord; we rang the housing team together.",
    "Brought sister along, with consent. Good talk about what the family can do.",
    "Used at the weekend after an argument. No blame; we wrote down what led up to it.",
    "Collected a naloxone kit and showed how to use it.",
    "First session of the group went well and wants to go again.",
    "Feels stuck. We agreed one small step until next week.",
    "Siaradwyd yn Gymraeg. Mae pethau’n gwella gartref.",
    "Met at the café as the office feels too formal. Applied for the volunteering course.",
    "Blood pressure and weight taken; nurse to see next week.",
    "Has heard from the children’s school. Wants to talk about contact next time.",
]
MISSED_NOTES = [
    "No answer on the phone; sent a text as agreed.",
    "Rang to say sorry.",
    "Left a card at the hostel.",
    "",
]

STRENGTHS = [
    "Has done this before and knows what helps.",
    "Good at asking for help when it gets hard.",
    "Turns up, even on bad days.",
    "A friend who does not use and answers the phone.",
    "Used to work as a carpenter and still has the tools.",
    "",
    "",
]
ENVIRONMENTS = [
    {
        "lives_with": "Just me and the cat.",
        "uses_there": "Nobody. The man downstairs drinks and plays music at night.",
        "helps": "The allotment. My brother on Sundays.",
        "to_avoid": "The bus station after dark.",
        "culture": "Chapel at Christmas, with Nan.",
    },
    {
        "lives_with": "My partner and her two boys.",
        "uses_there": "She has wine at the weekend. It is hard to sit beside it.",
        "helps": "Football with the boys. The Tuesday group.",
        "to_avoid": "Two old friends who still use. Pay day.",
        "culture": "Welsh at home. I would rather talk about feelings in Welsh.",
        "words": "It is a good house. I want to stay in it.",
    },
    {
        "lives_with": "Six others in the hostel, they change.",
        "uses_there": "Nearly everybody on my floor.",
        "helps": "The library, it is warm and quiet.",
        "to_avoid": "The third floor. The park behind the market.",
        "culture": "I am Muslim. I would like to fast this year and be well enough for it.",
        "words": "I cannot get well where everybody is ill.",
    },
    {
        "lives_with": "My mum. She is 71.",
        "uses_there": "Nobody now.",
        "helps": "Walking her dog along the river.",
        "culture": "Roma. Family comes first, and we do not talk outside of it.",
    },
]
SAID_WHEN_LOW = ["", "", "", "I try not to think about it.", "One day at a time.", "This is the one that keeps me up."]
SAID_WHEN_WELL = ["", "", "", "That is all right these days.", "I am proud of that one."]
BARRIERS = [
    "Old acquaintances live in the same building.",
    "No money for the bus.",
    "Pain keeps me awake.",
    "Hard to open letters.",
    "",
    "",
    "",
]

# domain: (need in the client's words, goal in the client's words, action, need of the directory that answers it)
DOMAINS = {
    "substance_use": ("Help not to slip back at weekends", "I want to get through a weekend without using.",
                      "Keep a diary of cravings and bring it along", "mutual_aid"),
    "physical_health": ("See a doctor about my chest", "I want to walk up the hill without stopping.",
                        "Register with the surgery and book a check", "physical_health"),
    "mental_health": ("Somebody to talk to about the bad days", "I want to sleep through and worry less.",
                      "Refer myself to talking therapy", "mental_health"),
    "housing": ("A place of my own that is safe", "I want my own front door.",
                "Bring the letters and fill in the housing form together", "housing_advice"),
    "ete": ("Something useful to do in the week", "I want to be back at work by summer.",
            "Visit the open day of the workshop", "ete"),
    "money": ("Sort out what I owe", "I want to open my post without being afraid.",
              "See the debt adviser with all the letters", "debt"),
    "family": ("Get on with my mum again", "I want to be invited to Sunday dinner.",
               "Ring on Wednesday evenings", "family"),
    "children": ("Know where I stand about seeing the kids", "I want to take my daughter to school.",
                 "Write down questions for the family worker", "parenting"),
    "community": ("New friends who do not use", "I want somewhere to go on Saturdays.",
                  "Go along to the allotment group once", "leisure"),
    "offending": ("Help to keep to my licence", "I want to finish my order without going back.",
                  "Put all appointments on the phone", "prison_resettlement"),
    "peer_support": ("Meet people who have been there", "I want to find a meeting where I feel at home.",
                     "Go to a first meeting with the coach", "peer_support"),
    "life_skills": ("Cook and keep the flat in order", "I want to cook for friends.",
                    "Join the cookery course on Tuesdays", "life_skills"),
}  # fmt: skip

ABOUT_ME = [
    "I have got this far and I want to keep going. My dog keeps me steady.",
    "I want people to talk to me straight. What helped last time was having something to do every day.",
    "My family matters most. I know I can do it, I did eight months before.",
    "Dw i eisiau byw’n dawel a bod yn fam dda.",
    "I like being outdoors. I don’t like groups, one to one is better.",
]
CONTINGENCY = [
    "If I miss two appointments, ring me, then my sister. If I lapse, come in the same day, no questions.",
    "If I am arrested, tell the custody nurse that I am on a script. Text me rather than call.",
    "If I end up in hospital, tell my keyworker. Keep my place in the group for three weeks.",
]
WHAT_CHANGED = [
    "Two goals reached. Housing is settled; work is next.",
    "A hard month after the bereavement. We keep the goals and see each other weekly.",
    "Has cut down by half and wants to go further.",
]
INTERVENTION_DETAILS = {
    "pharmacological": ["Methadone", "Buprenorphine", "Acamprosate", "Reducing regime over twelve weeks"],
    "psychosocial": ["Cognitive behavioural relapse prevention", "Motivational interviewing", "Contingency management"],
    "recovery_support": ["Recovery check-ups", "Peer support", "Help with mutual aid", "Family support"],
}
CONTACT_RULES = [
    "Leave no message with anybody else.",
    "Text only; the phone is shared.",
    "Call after 3 pm, works nights.",
    "No letters to the home address.",
    "Prefers to talk Welsh.",
]
STAFF_SAFETY = ["See in pairs at home.", "Large dog: ring before you come."]
FLAG_REASONS = {
    "overdose_risk": "Lost tolerance after a break; has overdosed in the last year",
    "safeguarding": "Children’s services are involved",
    "safe_contact": "Partner must not learn of treatment",
    "pregnancy": "Due in spring; midwife knows",
    "storage_at_home": "Methadone at home with a toddler; locked box given",
    "domestic_abuse": "Known to the domestic abuse adviser",
}
MEDICINES = ["", "", "Sertraline 50 mg", "Salbutamol inhaler", "Methadone 60 ml daily", "Thiamine", "Omeprazole"]
PHYSICAL = ["", "Well.", "Cough for months.", "Leg ulcer, dressed weekly.", "Hepatitis C treated last year."]
PSYCHOLOGICAL = ["", "Low mood in the mornings.", "Anxious in crowds.", "Sleeps badly, has nightmares.", "Steady."]
RELEASE_REASONS = ["Prison told us by email", "Probation rang", "Letter from the prison’s healthcare team"]
QUESTION = "Who prescribes until the first appointment with us?"
HANDOVER_SUMMARY = "Has been stable for months, comes to every appointment, and wants a quiet ending with a way back."
TRIGGERS = "Pay day. Rows at home. Being on my own on Sundays."
WARNING_SIGNS = "I stop answering the phone. I stay in bed."
SIGNS_OTHERS = "My sister says that I am short with everybody, and hide my hands."
WHERE_TO_GO = "The recovery café in the old chapel, open every day from 10. My sister’s, at night."
HARM_REDUCTION = "Never alone. A small test dose first. Naloxone in the kitchen drawer, and my sister knows where."
OTHERS_DO = "Ring me, then come round. Do not lend me money. Ring the team if I do not open the door."
COPING = "Walk the dog, ring Mo, go to a meeting the same day."
PEOPLE_TO_CALL = "1. My sister\n2. Mo from the group\n3. The recovery line 01632 960321"
IF_I_LAPSE = "Ring the team the same day. One slip is not the end. Start again lower: my tolerance has gone."
WAY_BACK = "Ring or walk in; no new referral and no waiting list."
KIN = [("Rhian", "sibling"), ("Mr and Mrs Prys", "parent"), ("Sam", "partner"), ("Auntie Bet", "other_family")]
