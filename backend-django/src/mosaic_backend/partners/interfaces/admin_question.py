"""The page that asks before something is done."""

from django.contrib import admin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def asked(
    request: HttpRequest,
    heading: str,
    form: Form | None = None,
    *,
    what: str,
    back: str,
    key: str = "",
) -> HttpResponse:
    """heading: also what the button says. form: None where nothing is asked, only confirmed. what: will be done.

    key: a new one, which is shown instead, once.
    """
    context = {
        **admin.site.each_context(request),
        "title": heading,
        "heading": heading,
        "form": Form() if form is None else form,
        "what": what,
        "back": back,
        "key": key,
    }
    return TemplateResponse(request, "partners/key_action.html", context)
