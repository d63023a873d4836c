"""The domains of life that a person is asked about: the twelve, and those that the site has added to its own list.

Whatever lists domains or names one asks here. A domain of the site stands in a record as `own-` and its code.
"""

from django.utils import timezone
from django.utils.translation import get_language

from core.memory import once_per_request
from reference.choices import CodeField
from reference.models import Code

from .choices import Domain

OWN = "own-"


def domain_choices():
    """Each domain that is asked about today, with its name, in the order of the conversation."""
    return [*Domain.choices, *[(key, name) for key, (name, is_offered) in own_domains().items() if is_offered]]


def domain_label(domain):
    """The name of a domain, also of one that is no longer asked about; asks nothing for the twelve."""
    if domain in Domain.values:
        return str(Domain(domain).label)
    return own_domains().get(domain, (domain, False))[0]


def with_others(choices, domains):
    """Choices of domains, and those of `domains` that are not among them, such as retired ones."""
    known = dict(choices)
    return [*choices, *[(domain, domain_label(domain)) for domain in sorted(set(domains) - set(known))]]


@once_per_request
def own_domains():
    """{key: (name, whether it is asked about today)} of the site's own domains."""
    today, in_welsh = timezone.localdate(), get_language() == "cy"
    codes = Code.objects.filter(code_set__field=CodeField.DOMAIN, code_set__valid_from__lte=today)
    found = {}
    for code in codes.select_related("code_set").order_by("code_set__valid_from", "position", "label"):
        ends = [day for day in (code.active_until, code.code_set.valid_until) if day]
        name = code.label_cy if in_welsh and code.label_cy else code.label
        found[f"{OWN}{code.code}"] = (name, all(day >= today for day in ends))
    return found
