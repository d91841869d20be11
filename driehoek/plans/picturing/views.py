"""Choose the picture that a plan rests on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from driehoek.plans.pages import unseen_is_not_there, viewer_of
from driehoek.plans.picturing.commands import use_picture
from driehoek.plans.writing.models import Plan
from driehoek.ui.shortcuts import done, redirect


@require_POST
@unseen_is_not_there
def plan_picture(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(viewer), pk=plan_id)
    wanted = request.POST.get("beeld", "")
    try:
        picture = UUID(wanted) if wanted else None
    except ValueError as error:
        raise Http404 from error
    try:
        event = use_picture(viewer, plan.pk, picture, seen=request.POST.get("seen", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        done(request, _("Opgeslagen."), event)
    return redirect(request, plan)
