"""Addresses of the look itself."""

from django.urls import path

from amends.ui import views

app_name = "ui"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("<str:name>", views.joined, name="joined"),
]
