"""Every recurring job on one page: what, how often, why. The worker (amends/commands/worker.py) runs them."""

from typing import NamedTuple


class Job(NamedTuple):
    """A function of the moment. It does a portion of its work and returns how much it did; 0 lets it rest until next time.

    It must be safe to run in two workers at once: whatever it takes, it takes by a guarded write.
    """

    name: str
    function: str
    every: float  # seconds
    why: str


JOBS = (
    Job("reactions", "amends.core.tasks.react", 0.5, "index, tell staff, make previews: soon after each event"),
    Job(
        "inbox", "amends.channels.tasks.work_off", 1, "read and receive what was kept; also what a killed process left"
    ),
    Job(
        "alarms", "amends.core.alarms.pass_on", 1, "danger to health goes from person to person until somebody answers"
    ),
    Job("alarm-mail", "amends.channels.email.alarm_mail.call_due", 1, "the first way to call a person"),
    Job(
        "alarm-gateway", "amends.channels.gateway.call.call_due", 1, "the second way, which needs nothing of the first"
    ),
    Job("alarm-test", "amends.core.alarms.test_weekly", 300, "a way that nobody tries is not known to work"),
    Job(
        "fetch",
        "amends.channels.tasks.fetch_all",
        5,
        "ask mail servers for what is new; each account says when it is due",
    ),
    Job(
        "outbox",
        "amends.channels.tasks.deliver_due",
        1,
        "answers and acknowledgements leave soon after they are written",
    ),
    Job(
        "staff-mail",
        "amends.channels.email.staff_mail.send_due",
        2,
        "invitations, passwords and notices leave soon after they are written",
    ),
    Job("notices", "amends.channels.email.notices.mail_notices", 5, "who did not read it in the desk is told by mail"),
    Job("silence", "amends.channels.email.silence.tell", 60, "someone is told when mail could not be fetched for long"),
    Job("old-letters", "amends.channels.email.staff_mail.forget_old", 24 * 3600, "sent letters to staff are forgotten"),
    Job(
        "seal", "amends.core.sealer.seal_minute", 60, "a keyed seal over each minute's events, so that tampering shows"
    ),
    Job("search", "amends.insight.search.index.make_whole", 60, "an index that is new or was cut short is made whole"),
    Job(
        "search_purge",
        "amends.insight.search.index.purge_daily",
        24 * 3600,
        "what was erased leaves no trace in the index",
    ),
    Job("orphans", "amends.core.orphans.sweep", 24 * 3600, "files that a killed process left without a row"),
    Job(
        "calendars",
        "amends.core.public_calendars.look_after",
        24 * 3600,
        "public holidays are kept a year ahead, and people are told when they are not known",
    ),
    Job("follow", "amends.core.reckoner.follow", 5, "open cases follow rules and calendars when somebody let them"),
    Job("tick", "amends.core.tasks.tick", 15, "warn and note what is late, as the promises say"),
    Job("appraise", "amends.core.tasks.appraise", 15, "what open cases may cost, reckoned anew after midnight"),
    Job("limits", "amends.office.limits.sweep", 300, "what was counted is forgotten when its window has passed"),
    Job("sessions", "amends.config.health.forget_old_sessions", 6 * 3600, "sessions that ended are no longer kept"),
)
