"""The bridge for pages that stay Django templates (those of allauth): they are put inside our own page."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.template import engines
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_block_tag(takes_context=True)  # type: ignore[attr-defined]
def page_title(context: Context, content: str) -> str:
    """Keeps the title for the page around it; shows nothing itself."""
    context.render_context["page_title"] = content.strip()
    return ""


@register.simple_block_tag(takes_context=True)  # type: ignore[attr-defined]
def page(context: Context, content: str) -> SafeString:
    """Our page around ready HTML."""
    inside = engines["jinja2"].get_template("ui/account.html")  # type: ignore[attr-defined]
    values = {"title": context.render_context.get("page_title", ""), "content": mark_safe(content), "form": context.get("form")}
    return mark_safe(inside.render(values, context["request"]))


@register.simple_tag
def ui_fields(form: BaseForm) -> SafeString:
    """The fields of a form as everywhere else, with a summary of errors."""
    parts: Any = engines["jinja2"].env.globals["ui"]  # type: ignore[attr-defined]
    return mark_safe(str(parts.error_summary(form)) + str(parts.fields(form)))
