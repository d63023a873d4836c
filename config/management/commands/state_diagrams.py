"""Writes docs/states.md: which moves each status allows, drawn from the code."""

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

PAGE = settings.BASE_DIR / "docs" / "states.md"
HEAD = """# The states of records

Written by `./manage.py state_diagrams` from `TRANSITIONS` of the models; a test says when it is out of date. Only
`core.workflow.move()` moves a record, and each move is kept with who, when and why.
"""


class Command(BaseCommand):
    help = "Draws the states of every kind of record into docs/states.md"

    def handle(self, **options):
        PAGE.write_text(page())
        self.stdout.write(f"{PAGE.relative_to(settings.BASE_DIR)} is written")


def page():
    """The whole page as Markdown, one Mermaid diagram for each model that has states."""
    parts = [HEAD]
    for label in settings.LOCAL_APPS:
        for model in apps.get_app_config(label).get_models():
            if hasattr(model, "TRANSITIONS"):
                parts.append(
                    f"\n## {model.__name__} (`{label}`)\n\n{model.__doc__.splitlines()[0]}\n\n{diagram(model)}\n"
                )
    return "".join(parts)


def diagram(model):
    """The states of a model: where it begins, each move, and where nothing follows."""
    field = model._meta.get_field("status")
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {value}: {label}" for value, label in field.choices]
    lines.append(f"    [*] --> {field.get_default()}")
    for value, _label in field.choices:
        targets = model.TRANSITIONS.get(value, [])
        lines += [f"    {value} --> {target}" for target in map(str, targets)]
        if not targets:
            lines.append(f"    {value} --> [*]")
    return "\n".join([*lines, "```"])
