"""Code lists, intervals and wordings."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from reference import models
from reference.choices import CodeField, IntervalKey, WordingKey, WordingKind


class CodeSetFactory(DjangoModelFactory):
    class Meta:
        model = models.CodeSet

    field = CodeField.RELIGION
    standard = "Test"
    edition = factory.Sequence(str)
    source = "Made for a test"
    valid_from = date(2026, 4, 1)


class CodeFactory(DjangoModelFactory):
    class Meta:
        model = models.Code

    code_set = factory.SubFactory(CodeSetFactory)
    code = factory.Sequence(lambda n: f"code_{n}")
    label = factory.Sequence(lambda n: f"Answer {n}")


class IntervalFactory(DjangoModelFactory):
    class Meta:
        model = models.Interval

    key = IntervalKey.CONTACT_RETRY
    days = 3
    valid_from = date(2026, 4, 1)


class WordingFactory(DjangoModelFactory):
    class Meta:
        model = models.Wording

    key = WordingKey.MISSED_CONTACT
    kind = WordingKind.LETTER
    language = "en"
    title = "We missed you"
    body = "We are sorry that we did not see you."
    valid_from = date(2026, 4, 1)


def code(field, value):
    """The code of a starter list, such as `code("religion", "none")`."""
    return models.Code.objects.get(code_set__field=field, code=value)
