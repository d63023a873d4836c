"""What a page has in hundreds, drawn without a template for each: the rows of a long table, and plain controls.

The texts are what templates give, escaped as they escape: all but what is marked safe.
"""

from html import escape

from django.forms.renderers import TemplatesSetting
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

INPUTS = {f"django/forms/widgets/{kind}.html" for kind in ("text", "number", "email", "hidden", "date", "checkbox")}
SELECT = "django/forms/widgets/select.html"


def escaped(value):
    """A value as it stands in a page."""
    text = str(value)
    return text if isinstance(text, SafeString) else SafeString(escape(text))


def filled(template, gaps, rows):
    """Rows of a table as one text: the template of a row is read once with its `gaps`, and filled for each (a dictionary)."""
    text = render_to_string(template, {gap: f"{{{gap}}}" for gap in gaps})
    drawn = [
        text.format_map({gap: value if type(value := row[gap]) is SafeString else escaped(value) for gap in gaps})
        for row in rows
    ]
    return SafeString("".join(drawn))


class Renderer(TemplatesSetting):
    """Draws plain controls here, as Django's templates of them do; every other widget by its template."""

    def render(self, template_name, context, request=None):
        if template_name in INPUTS and not context["widget"].get("wrap_label"):
            return _input(context["widget"])
        if template_name == SELECT:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _attributes(attrs):
    return "".join(
        [
            f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
            for name, value in attrs.items()
            if value is not False
        ]
    )


def _input(widget):
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{escaped(widget["name"])}"{value}{_attributes(widget["attrs"])}>'


def _select(widget):
    options = "\n".join([_group(name, options) for name, options, _index in widget["optgroups"]])
    return f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>\n{options}\n</select>'


def _group(name, options):
    drawn = "\n".join(
        [
            f'<option value="{escaped(one["value"])}"{_attributes(one["attrs"])}>{escaped(one["label"])}</option>'
            for one in options
        ]
    )
    return f'<optgroup label="{escaped(name)}">\n{drawn}\n</optgroup>' if name else drawn
