"""Pages of rooms, and of places in the community that can be booked."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.forms import sent

from ..forms.programme import RoomForm
from ..models import Room
from .pages import saved_page
from .programme import MANAGE, VIEW


@allow(VIEW, methods=READ)
def room_list(request):
    """Where programmes and appointments can be held, what each place is good for, and how it is booked."""
    rooms = Room.objects.visible_to(request.user).select_related("team").order_by("-is_active", "-is_ours", "name")
    return render(request, "programmes/room_list.html", {"rooms": rooms})


@allow(MANAGE)
def room_create(request):
    return _saved(request, RoomForm(sent(request), instance=Room(), user=request.user), _("Add a room or a place"))


@allow(MANAGE)
def room_edit(request, pk):
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    return _saved(request, RoomForm(sent(request), instance=room, user=request.user), _("Change a room or a place"))


def _saved(request, form, title):
    return saved_page(request, form, form.save, title=title, done=_("Saved."), to="programmes:room_list")
