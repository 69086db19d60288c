"""A small house of addresses in which the look is tested: the desk and the public page with every part on them."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

NOW = datetime(2026, 3, 3, 16, 13, tzinfo=UTC)


class Everything(forms.Form):
    name = forms.CharField(label="Your name", required=False, help_text="Only if you like.")
    text = forms.CharField(label="What happened?", widget=forms.Textarea)
    email = forms.EmailField(label="E-mail")
    kind = forms.ChoiceField(label="What is it?", choices=[("c", "Complaint"), ("p", "Praise")])
    way = forms.ChoiceField(
        label="How may we reach you?", choices=[("m", "Mail"), ("p", "Call")], widget=forms.RadioSelect
    )
    calls = forms.BooleanField(label="You may call me", help_text="From 9 to 21.")
    photo = forms.FileField(
        label="Photo", required=False, widget=forms.FileInput(attrs={"data-files": "", "data-most": 9})
    )


def desk(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Sent to Anna. The acknowledgement left in 8 seconds.")
    facts = {
        "now": NOW,
        "soon": NOW + timedelta(minutes=47),
        "later": NOW + timedelta(days=9),
        "before": NOW - timedelta(days=1),
    }
    rail_counts = {"ui_tests:desk": 12}
    return render(request, "ui_tests/desk.html", facts | {"rail_counts": rail_counts, "on_duty": True})


def public(request: HttpRequest) -> HttpResponse:
    return render(request, "ui_tests/public.html", {"form": Everything(request.POST or None)})


tests = [path("desk/", desk, name="desk"), path("public/", public, name="public")]
urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("ui/", include("amends.ui.urls")),
    path("", include((tests, "ui_tests"))),
]
