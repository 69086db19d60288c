"""The doors of the web form."""

from django.urls import path

from amends.channels.web_form import views

app_name = "web_form"
urlpatterns = [
    path("", views.home, name="home"),
    path("complain", views.complain, name="complain"),
    path("complain/danger", views.danger, name="danger"),
]
