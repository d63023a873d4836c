"""Rows of the apps above, found by the names of their relations to a client: reading up needs no import."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from core.memory import remembered

from .models import Client

NOTHING = Value("", output_field=TextField())
CONSENT_TO = "recipient__name|supporter__name|outside"  # with whom, as `text_of` reads it


def model_and_path(relation):
    """The model behind a relation such as "care_plans.status_changes", and the lookup back to the client."""
    model, path = Client, []
    for name in relation.split("."):
        link = model._meta.get_field(name)
        model = link.related_model
        path.insert(0, link.field.name)
    return model, "__".join(path)


def model_of(relation):
    return model_and_path(relation)[0]


def of_clients(relation, clients):
    """The rows behind a relation that belong to one client, or to each client of a queryset."""
    model, path = model_and_path(relation)
    lookup = path if isinstance(clients, Client) else f"{path}__in"
    return model._base_manager.filter(**{lookup: clients}).order_by()


@remembered
def is_inside(client):
    """Whether the person is in custody: a time there has not ended."""
    return of_clients("custody_stays", client).filter(released_on=None).exists()


def text_of(field):
    """The column of a union that holds a field as text; an empty one where there is no field.

    Of several fields with a bar between them, the first that says something.
    """
    texts = [Cast(F(name) if name else Value(""), TextField()) for name in field.split("|")]
    return texts[0] if len(texts) == 1 else Coalesce(*[NullIf(text, NOTHING) for text in texts], NOTHING)


def name_of(user):
    """The column of a union that holds the name of the user behind a key."""
    return Concat(f"{user}__first_name", Value(" "), f"{user}__last_name", output_field=TextField())


def names_of(first, second):
    """The column that holds the names of two users, of whom the second comes after the first."""
    return Concat(name_of(first), Value(" → "), name_of(second), output_field=TextField())


def labels_of(model, field):
    """The words for the values of a field with choices."""
    return dict(model._meta.get_field(field).flatchoices)
