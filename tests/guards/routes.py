"""Every route of the site, from the URL configuration itself."""

from django.urls import URLPattern, URLResolver, get_resolver


def routes():
    """(name, pattern) of every route, third-party ones too; one without a name is named by its path."""

    def walk(items, namespaces, path):
        for item in items:
            here = path + str(item.pattern)
            if isinstance(item, URLResolver):
                inner = [*namespaces, item.namespace] if item.namespace else namespaces
                yield from walk(item.url_patterns, inner, here)
            elif isinstance(item, URLPattern):
                yield ":".join([*namespaces, item.name or here]), item

    yield from walk(get_resolver().url_patterns, [], "/")


def rules():
    """The access rule of every route, by name."""
    return {name: getattr(pattern.callback, "access_rule", None) for name, pattern in routes()}
