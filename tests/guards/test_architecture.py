"""The house rules about source: imports point down, views scope, only move() sets a status, no signals, no secrets."""

import ast
import re

from django.apps import apps
from django.conf import settings

from .source import ROOT, imported, modules

SCOPED_BY = (
    "get_right(",
    "clients_of(",
    "visible_to(",
    "get_client(",
    "get_of_client(",
    "get_handover(",
    "receivable_by(",
    "reviewable_by(",
    "get_restriction(",
    "latest_of(",
)

REVIEWED = {
    "core/charts.py",  # writes SVG from numbers, and escapes every text that goes in
    "core/drawing.py",  # draws rows and plain controls, and escapes every text that goes in; a test compares it with Django
}


def test_imports_point_down():
    rank = {app: place for place, app in enumerate(settings.LOCAL_APPS)}
    wrong = {
        f"{path} imports {name}"
        for path, tree in modules()
        for name in imported(tree)
        if (target := name.split(".")[0]) in rank and rank[target] > rank[path.parts[0]]
    }
    assert not wrong, f"Move the code up, or reach up by a reverse relation or a URL name: {sorted(wrong)}"


def test_core_imports_nothing_of_ours():
    ours = set(settings.LOCAL_APPS) - {"core"}
    wrong = [f"{path}: {name}" for path, tree in modules() if path.parts[0] == "core" for name in imported(tree)
             if name.split(".")[0] in ours]  # fmt: skip
    assert not wrong, wrong


def test_there_are_no_signals():
    wrong = [str(path) for path, tree in modules() for name in imported(tree)
             if name.startswith(("django.db.models.signals", "django.dispatch"))]  # fmt: skip
    assert not wrong, f"Say it in a verb of workflow.py: {wrong}"


def assigns_status(node):
    targets = node.targets if isinstance(node, ast.Assign) else []
    if any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets):
        return True
    is_update = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    return is_update and any(keyword.arg == "status" for keyword in node.keywords)


def test_only_move_sets_a_status():
    wrong = [f"{path}:{node.lineno}" for path, tree in modules()
             if str(path) != "core/workflow.py" and path.parts[:2] != ("config", "demo")
             for node in ast.walk(tree) if assigns_status(node)]  # fmt: skip
    assert not wrong, f"Use core.workflow.move(): {wrong}"


def client_models():
    """The names of the models that belong to a client."""
    names = {"Client"}
    for _ in range(3):  # a goal belongs to a plan, which belongs to a client
        names |= {
            model.__name__
            for model in apps.get_models()
            if model._meta.app_label in settings.LOCAL_APPS
            for field in model._meta.fields
            if field.is_relation and field.related_model.__name__ in names
        }
    return names


def test_views_reach_records_through_a_scope():
    names, wrong = client_models(), []
    for path, tree in modules("views.py"):
        for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
            managers = [
                node for node in ast.walk(function) if isinstance(node, ast.Attribute) and node.attr == "objects"
            ]
            reads = any(ast.unparse(node.value) in names for node in managers)
            if reads and not any(scope in ast.unparse(function) for scope in SCOPED_BY):
                wrong.append(f"{path}: {function.name}")
    assert not wrong, f"Fetch through visible_to, get_client or get_of_client: {wrong}"


def test_no_banned_words_in_source():
    """`mark_safe` and unchecked query strings are how holes come in; reviewed lines carry the reason."""
    banned = {"csrf_exempt", "RawSQL", "mark_safe", "SafeString"}
    wrong = [
        f"{path}: {name}"
        for path, tree in modules()
        for name in imported(tree)
        if name.split(".")[-1] in banned and str(path) not in REVIEWED
    ]
    assert not wrong, wrong


def test_a_button_that_posts_keeps_its_token():
    """`only` leaves the token of the form behind: the button would be refused."""
    wrong = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"post_button\.html[^%]* only %}", path.read_text())
    ]
    assert not wrong, f"Include components/post_button.html without `only`: {wrong}"


def test_no_address_of_a_registry_and_no_machine_path():
    import subprocess

    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    banned = ("pypi" + ".org", "registry." + "npmjs", "pythonhosted" + ".org", "/root" + "/", "/work" + "/")
    wrong = [
        f"{name}: {word}"
        for name in tracked
        if (ROOT / name).is_file() and (ROOT / name).stat().st_size < 2_000_000
        for word in banned
        if word in (ROOT / name).read_text(errors="ignore")
    ]
    assert not wrong, wrong
