"""What is published, read in one query: the lists of a record come as arrays of JSON along with it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest, JSONObject

from ..models import (
    Contact,
    CostOption,
    Feed,
    Location,
    Organisation,
    Phone,
    Schedule,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)

DETAILS = {"schedules": Schedule, "cost_options": CostOption, "contacts": Contact, "phones": Phone}
PRIVATE = {"created_at", "created_by_id", "updated_at", "updated_by_id", "version", "position"}
OF_LOCATION = [
    field.name for field in Location._meta.concrete_fields if field.attname not in PRIVATE | {"source", "kept_here"}
]
ENGINE_ROOM = ["name_key"]  # columns for the search alone


def columns(model):
    return [field.attname for field in model._meta.concrete_fields if field.attname not in PRIVATE]


def changed(model):
    """When what belongs to a service changed last."""
    return Subquery(
        model.objects.filter(service=OuterRef("pk")).order_by().values("service").values(at=Max("updated_at"))
    )


def with_age(services):
    """Services that know when anything about them changed last: `modified_at`."""
    places = ServiceAtLocation.objects.filter(service=OuterRef("pk")).values("service")
    return services.annotate(
        modified_at=Greatest(
            "updated_at",
            "organisation__updated_at",
            Subquery(places.values(at=Greatest(Max("updated_at"), Max("location__updated_at")))),
            *map(changed, DETAILS.values()),
        )
    )


def ages(services):
    """Services with nothing but when they changed."""
    return with_age(services).select_related(None).only("pk")


def changed_since(services, moment):
    """Services of which anything changed then or later."""
    since = {"updated_at__gte": moment}
    services_of = [model.objects.filter(**since).values("service") for model in [*DETAILS.values(), ServiceAtLocation]]
    services_of.append(ServiceAtLocation.objects.filter(location__updated_at__gte=moment).values("service"))
    found = Q(**since) | Q(organisation__in=Organisation.objects.filter(**since).values("pk"))
    for keys in services_of:
        found |= Q(pk__in=keys)
    return services.filter(found)


def summaries(services):
    """Services with what there is one of."""
    said = Feed.objects.filter(key=OuterRef("source")).values(said=JSONObject(name="name", licence="licence"))
    return with_age(services).select_related("organisation").defer(*ENGINE_ROOM).annotate(feed=Subquery(said[:1]))


def in_full(services):
    """Services with all that is published of them."""
    lists = {
        f"{name}_rows": ArraySubquery(
            model.objects.filter(service=OuterRef("pk"))
            .order_by("position", "id")
            .values_list(JSONObject(**{column: column for column in columns(model)}))
        )
        for name, model in DETAILS.items()
    }
    place = JSONObject(id="id", location=JSONObject(**{name: f"location__{name}" for name in OF_LOCATION}))
    places = ServiceAtLocation.objects.filter(service=OuterRef("pk")).order_by("location__name", "id")
    terms = TaxonomyTerm.objects.filter(services=OuterRef("pk")).order_by("name", "id")
    return summaries(services).annotate(
        **lists, places_rows=ArraySubquery(places.values_list(place)), terms_rows=ArraySubquery(terms.values_list(TERM))
    )


TERM = JSONObject(
    id="id", name="name", description="description", code="code", uri="uri",
    parent_id="parent_id", taxonomy_id="taxonomy_id", taxonomy="taxonomy__name",
)  # fmt: skip


def terms():
    """Terms of other taxonomies, as they come with a service too."""
    return TaxonomyTerm.objects.annotate(said=TERM).order_by("taxonomy__name", "name", "id")


def taxonomies(*, in_full=False):
    """Taxonomies of others, with their terms when asked for."""
    found = Taxonomy.objects.order_by("name", "id")
    rows = TaxonomyTerm.objects.filter(taxonomy=OuterRef("pk")).order_by("name", "id").values_list(TERM)
    return found.annotate(terms_rows=ArraySubquery(rows)) if in_full else found


def organisations():
    return Organisation.objects.order_by("name", "id")
