"""The domains of life that a person is asked about: one place gives them and their names."""

from .choices import Domain


def domain_choices():
    """Each domain that is asked about today, with its name, in the order of the conversation."""
    return list(Domain.choices)


def domain_label(domain):
    """The name of a domain."""
    return dict(domain_choices()).get(domain, domain)
