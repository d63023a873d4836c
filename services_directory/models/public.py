"""What everybody may read, in the site's own words, and the posters and leaflets that lead to it."""

import secrets

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel, user_key

from ..choices import PaperLanguage, PaperSize, PosterPlace

# Nothing that looks like another (0 O Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V), and no vowel, so that no word comes of it.
CODE_LETTERS = "CDFGHJKMNPRTVWXY3479"
CODE_LENGTH = 6


def new_code():
    """A code that a person can read out at a counter.

    >>> len(new_code())
    6
    """
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class PublicPageQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(retired_on=None)


@tracked
class PublicPage(BaseModel):
    """A page for everybody, in the site's own words, in English and, where somebody has written it, in Welsh.

    `body` is plain text in which lines that begin with `## `, `- ` or `1. ` make headings and lists
    (`services_directory/plain_words.py`). What comes with the software has been read by nobody here: `reviewed_on` is empty.
    """

    START = "start"  # the first page; it can be rewritten, not retired

    slug = models.CharField(
        _("address"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small letters, digits and single dashes"))],
        help_text=_(
            "What stands behind /help/. It stays in the browser’s history: no word about drugs, drinking or treatment."
        ),
    )
    tab = models.CharField(
        _("name on the browser’s tab"),
        max_length=60,
        help_text=_("It stays in the browser’s history too: something that anybody could have looked at."),
    )
    position = models.PositiveSmallIntegerField(_("place in the list of pages"), default=50)
    heading = models.CharField(_("heading"), max_length=120)
    heading_cy = models.CharField(_("heading in Welsh"), max_length=120, blank=True)
    lead = models.TextField(_("in one or two sentences"), help_text=_("Also the large words of a poster."))
    lead_cy = models.TextField(_("in one or two sentences, in Welsh"), blank=True)
    body = models.TextField(_("text"))
    body_cy = models.TextField(_("text in Welsh"), blank=True)
    advert = models.TextField(
        _("text of an advert"), blank=True, help_text=_("For a newspaper, a radio or a website; also on a poster.")
    )
    advert_cy = models.TextField(_("text of an advert in Welsh"), blank=True)
    sources = models.TextField(_("where its facts are from"), blank=True, help_text=_("Shown to those who edit it."))
    reviewed_on = models.DateField(_("read and found right on"), null=True, blank=True, editable=False)
    reviewed_by = user_key(editable=False, verbose_name=_("by"))
    retired_on = models.DateField(_("retired on"), null=True, blank=True, editable=False)

    objects = PublicPageQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug="start") | Q(retired_on=None), name="start_page_is_in_use"),
            models.CheckConstraint(
                condition=Q(reviewed_on=None) | Q(reviewed_by__isnull=False), name="page_reviewed_by_somebody"
            ),
        ]

    def __str__(self):
        return self.heading

    def get_absolute_url(self):
        return reverse("help:start") if self.slug == self.START else reverse("help:page", args=[self.slug])


class PosterQuerySet(models.QuerySet):
    def with_visits(self):
        """How often each has been followed."""
        return self.annotate(visit_count=models.Sum("visits_by_day__visits"))


@tracked
class Poster(BaseModel):
    """A poster or leaflet in one place; its code says where somebody who comes with it has heard of us."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    page = models.ForeignKey(PublicPage, on_delete=models.PROTECT, related_name="posters", verbose_name=_("topic"))
    place_kind = models.CharField(_("kind of place"), max_length=20, choices=PosterPlace)
    place = models.CharField(_("where exactly"), max_length=200, help_text=_("Such as Central Library, by the lift."))
    size = models.CharField(_("size"), max_length=2, choices=PaperSize)
    language = models.CharField(_("language"), max_length=4, choices=PaperLanguage, default=PaperLanguage.ENGLISH)
    retired_on = models.DateField(_("taken down on"), null=True, blank=True, editable=False)

    objects = PosterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=rf"^[{CODE_LETTERS}]{{6}}$"), name="poster_code_is_clear")
        ]

    def __str__(self):
        return f"{self.code} · {self.place}"

    def get_absolute_url(self):
        return reverse("services_directory:poster_detail", args=[self.pk])


class PosterVisit(models.Model):
    """How often the address of a poster was opened on a day: a number, and nothing about who."""

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="visits_by_day")
    day = models.DateField(default=timezone.localdate)
    visits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["poster", "day"], name="poster_visits_once_a_day")]

    def __str__(self):
        return f"{self.day}: {self.visits}"
