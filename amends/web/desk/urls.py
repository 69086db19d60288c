"""The addresses of the desk."""

from django.urls import path

from amends.web.desk import (
    alarms,
    case,
    files,
    notices,
    record,
    search,
    set_aside,
    text_blocks,
    together,
    undelivered,
    verbs,
    worklist,
)
from amends.web.desk.deadlines import explorer, listed, month, report

app_name = "desk"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("together/", together.together, name="together"),
    path("record/", record.record, name="record"),
    path("record/known/", record.known, name="known"),
    path("search/", search.search, name="search"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="read"),
    path("alarms/", alarms.alarms, name="alarms"),
    path("alarms/try/", alarms.try_now, name="try_alarm"),
    path("undelivered/", undelivered.undelivered, name="undelivered"),
    path("undelivered/<int:pk>/", undelivered.mend, name="mend"),
    path("set-aside/", set_aside.set_aside, name="set_aside"),
    path("set-aside/<int:pk>/", set_aside.receipt, name="receipt"),
    path("deadlines/", month.month, name="deadlines"),
    path("deadlines/list/", listed.deadline_list, name="deadline_list"),
    path("deadlines/report/", report.report, name="deadline_report"),
    path("deadlines/explorer/", explorer.explorer, name="deadline_explorer"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/preview/", files.preview, name="preview"),
    path("messages/<int:pk>/html/", files.foreign_html, name="html"),
    path("complaints/<str:number>/", case.case, name="case"),
    path("complaints/<str:number>/changes/", case.changes, name="changes"),
    path("complaints/<str:number>/text-blocks/", text_blocks.text_blocks, name="text_blocks"),
    path("complaints/<str:number>/<str:name>/", verbs.verb, name="verb"),
]
