"""The addresses of the API."""

from django.urls import path

from amends.api.v1.api import api
from amends.api.v1.openapi import view_of

urlpatterns = [path("openapi.json", view_of(api), name="openapi"), path("", api.urls)]
