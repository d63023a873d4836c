"""Moves opening hours, prices and languages from lines of text to rows of their own and to codes."""

from django.db import migrations

from services_directory.openreferral.languages import code_of


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def move(apps, schema_editor):
    """Hours become notes of a schedule without a rule; a language that has no code stays as words about attending."""
    Service, Schedule, CostOption = (
        apps.get_model("services_directory", name) for name in ("Service", "Schedule", "CostOption")
    )
    said = Service.objects.exclude(opening_hours="", cost_options="", languages="")
    for service in said.only("opening_hours", "cost_options", "languages", "language_codes", "attending").iterator():
        stamps = {"created_by_id": service.created_by_id, "updated_by_id": service.updated_by_id}
        Schedule.objects.bulk_create(
            Schedule(service_id=service.pk, position=place, notes=line, **stamps)
            for place, line in enumerate(lines(service.opening_hours))
        )
        CostOption.objects.bulk_create(
            CostOption(service_id=service.pk, position=place, option=line[:300], **stamps)
            for place, line in enumerate(lines(service.cost_options))
        )
        names = [name for line in lines(service.languages) for name in line.replace(" and ", ",").split(",") if name.strip()]
        codes = {name.strip(): code_of(name) for name in names}
        unknown = [name for name, code in codes.items() if not code]
        if names:
            service.language_codes = list(dict.fromkeys([*service.language_codes, *filter(None, codes.values())]))
            if unknown:
                service.attending = "\n".join(filter(None, [service.attending, f"Languages: {', '.join(unknown)}"]))
            service.save(update_fields=["language_codes", "attending"])


class Migration(migrations.Migration):
    dependencies = [("services_directory", "0002_oruk3_directory")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
