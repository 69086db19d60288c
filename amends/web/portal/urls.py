"""The doors of the complainant's own room."""

from django.urls import path, re_path

from amends.web.portal import acts, download, entrance, promise

app_name = "portal"
urlpatterns = [
    path("follow", entrance.follow, name="follow"),
    path("follow/message", acts.add, name="add"),
    path("follow/confirm", acts.confirm, name="confirm"),
    path("follow/withdraw", acts.withdraw, name="withdraw"),
    path("follow/consent", acts.consent, name="consent"),
    path("follow/leave", acts.leave, name="leave"),
    path("follow/files/<int:pk>", download.file, name="file"),
    re_path(r"^follow/(?P<token>[A-Za-z0-9_-]{20,64})$", entrance.by_link, name="by_link"),
    path("promise", promise.promise, name="promise"),
]
