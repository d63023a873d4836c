"""How the page of the person writes one fact: a label, what is known, and the link that changes it."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.templatetags.ui import day


def dates(row):
    """From when until when, in words; nothing where neither is known."""
    if row.starts_on and row.ends_on:
        return _("%(first)s to %(last)s") % {"first": day(row.starts_on), "last": day(row.ends_on)}
    if row.starts_on:
        return _("since %(day)s") % {"day": day(row.starts_on)}
    return _("until %(day)s") % {"day": day(row.ends_on)} if row.ends_on else ""


def lines(*texts):
    """What is known of several texts, one under the other."""
    return "\n".join(str(text) for text in texts if text)


def capitalised(model, name):
    return capfirst(str(model._meta.get_field(name).verbose_name))


def fact(label, value, edit=None):
    """One row: a label, what is known, and the link that changes it. What is not known is said in words."""
    row = {"label": label, "value": value or _("Not recorded"), "typed": True}
    if edit:
        name, record = edit
        row["actions"] = [link(_("Change"), name, record, label)]
    return row


def link(label, name, record, hidden=""):
    return {"label": label, "url": reverse(f"clients:{name}", args=[record.pk]), "hidden": hidden}


def section(title, rows, actions):
    return {"title": title, "rows": rows or [fact(title, "")], "actions": actions}
