"""Addresses of the office's rooms."""

from django.urls import path

from amends.web.office import (
    alarms,
    catalogue,
    doctor,
    feeds,
    invitation,
    log,
    me,
    next_steps,
    people,
    person,
    places,
    promise,
    roster,
    settings,
    welcome,
)
from amends.web.office.law import calendars, rule_changes, rules

app_name = "office"

_PEOPLE = [
    path("office/people/", people.people, name="people"),
    path("office/people/invite/", people.invite, name="invite"),
    path("office/people/<int:pk>/", person.person, name="person"),
    path("office/people/<int:pk>/change/", person.change, name="change_person"),
    path("office/people/<int:pk>/roles/", person.give_role, name="give_role"),
    path("office/people/<int:pk>/roles/<int:held>/end/", person.end_role, name="end_role"),
    path("office/people/<int:pk>/invite-again/", person.invite_again, name="invite_again"),
    path("office/people/<int:pk>/close/", person.close, name="close_person"),
    path("office/people/<int:pk>/open/", person.open_again, name="open_person"),
    path("office/people/<int:pk>/keys/<int:key>/", person.revoke_key, name="revoke_key"),
]
_PLACES = [
    path("office/teams/", places.teams, name="teams"),
    path("office/teams/add/", places.team, name="add_team"),
    path("office/teams/<int:pk>/", places.team, name="team"),
    path("office/lists/", places.lists, name="lists"),
    path("office/lists/<slug:kind>/", places.lists, name="list"),
    path("office/lists/<slug:kind>/add/", places.thing, name="add_thing"),
    path("office/lists/<slug:kind>/<int:pk>/", places.thing, name="thing"),
    path("office/roster/", roster.roster, name="roster"),
    path("office/roster/shifts/add/", roster.add_shift, name="add_shift"),
    path("office/roster/shifts/<int:pk>/remove/", roster.remove_shift, name="remove_shift"),
    path("office/roster/absences/add/", roster.add_absence, name="add_absence"),
    path("office/roster/absences/<int:pk>/remove/", roster.remove_absence, name="remove_absence"),
]
_WORDS = [
    path("office/ready-words/", catalogue.text_blocks, name="text_blocks"),
    path("office/ready-words/add/", catalogue.text_block, name="add_text_block"),
    path("office/ready-words/<int:pk>/", catalogue.text_block, name="text_block"),
    path("office/promise/", promise.promise, name="promise"),
    path("office/promise/new/", promise.new_promise, name="new_promise"),
]
for _tree in catalogue.TREES:
    _WORDS += [
        path(f"office/{_tree}/", catalogue.tree, {"name": _tree}, name=_tree),
        path(f"office/{_tree}/add/", catalogue.add_node, {"name": _tree}, name=f"add_{_tree}"),
        path(f"office/{_tree}/<int:pk>/", catalogue.change_node, {"name": _tree}, name=f"change_{_tree}"),
        path(f"office/{_tree}/<int:pk>/end/", catalogue.end_node, {"name": _tree}, name=f"end_{_tree}"),
    ]

_LAW = [
    path("office/rules/", rules.rules, name="rules"),
    path("office/rules/add/", rule_changes.add, name="add_rule"),
    path("office/rules/file/", rule_changes.by_file, name="rules_file"),
    path("office/rules/file/<str:name>.yaml", rule_changes.download, name="own_rules"),
    path("office/rules/follow/", rule_changes.follow, name="follow"),
    path("office/rules/of/<str:rule>/", rules.rule, name="rule"),
    path("office/rules/of/<str:rule>/change/", rule_changes.change, name="change_rule"),
    path("office/calendars/", calendars.calendars, name="calendars"),
    path("office/calendars/file/", calendars.by_file, name="calendar_file"),
    path("office/calendars/of/<str:code>/", calendars.calendar, name="calendar"),
    path("office/calendars/of/<str:code>/change/", calendars.change, name="change_calendar"),
    path("office/calendars/of/<str:code>/file.yaml", calendars.download, name="calendar_as_file"),
]

urlpatterns = [
    path("welcome/", welcome.welcome, name="welcome"),
    path("invitation/<str:secret>/", invitation.invitation, name="invitation"),
    path("office/", next_steps.next_steps, name="next"),
    path("office/next/<slug:step>/", next_steps.dismiss, name="dismiss"),
    *_PEOPLE,
    *_PLACES,
    *_WORDS,
    *_LAW,
    path("office/settings/", settings.settings, name="settings"),
    path("office/settings/mail/", settings.switch_mail, name="switch_mail"),
    path("office/alarms/", alarms.alarms, name="alarms"),
    path("office/gateway/", alarms.gateway, name="gateway"),
    path("office/doctor/", doctor.doctor, name="doctor"),
    path("office/doctor/<int:pk>/again/", doctor.again, name="again"),
    path("office/log/", log.log, name="log"),
    path("office/me/", me.me, name="me"),
    path("office/me/calendar/", feeds.open_feed, name="open_feed"),
    path("office/me/calendar/<int:pk>/", feeds.revoke_feed, name="revoke_feed"),
    path("office/me/keys/", me.new_key, name="new_key"),
    path("office/me/keys/<int:pk>/", me.revoke_key, name="revoke_my_key"),
]
