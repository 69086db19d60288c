"""The doors of the rooms people enter, one line a room."""

from django.urls import include, path

from amends.web.desk import alarm_link
from amends.web.desk.deadlines import feed

urlpatterns = [
    path("calendar/<str:token>.ics", feed.feed, name="calendar_feed"),
    path("desk/", include("amends.web.desk.urls")),
    path("alarm/<str:token>", alarm_link.answer, name="alarm"),
    path("", include("amends.web.office.urls")),
    path("", include("amends.web.portal.urls")),
]
