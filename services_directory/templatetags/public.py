"""What the public pages are drawn with."""

from django import template
from django.conf import settings

from .. import plain_words

register = template.Library()


@register.inclusion_tag("services_directory/public/_leave.html")
def leave_button():
    """The button that takes somebody away from here at once."""
    return {"leave_url": settings.QUICK_EXIT_URL}


@register.inclusion_tag("services_directory/public/_words.html")
def plain_text(text, paper=False):
    """A text in plain words as headings, paragraphs and lists; on paper with addresses in words."""
    return {"parts": plain_words.parts(text), "paper": paper}
