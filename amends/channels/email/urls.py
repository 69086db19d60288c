"""The addresses of the mail accounts."""

from django.urls import path

from amends.channels.email import views

app_name = "email"
urlpatterns = [
    path("office/mail/", views.accounts, name="accounts"),
    path("office/mail/new/", views.account, name="add"),
    path("office/mail/<int:pk>/", views.account, name="account"),
    path("office/mail/<int:pk>/check/", views.check, name="check"),
    path("office/mail/<int:pk>/switch/", views.switch, name="switch"),
    path("office/mail/letters/<int:pk>/again/", views.again, name="again"),
]
