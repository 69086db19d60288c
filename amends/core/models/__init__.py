"""What the house remembers. One noun per file; only actions (and the sweepers beside them) write."""

from amends.core.models.access import CaseAccess, ReadLog
from amends.core.models.alarm import Alarm, AlarmCall
from amends.core.models.appraisal import Appraisal, Stake
from amends.core.models.attachment import Attachment
from amends.core.models.category import Category, Cause, TextBlock
from amends.core.models.complaint import Complaint
from amends.core.models.counter import Counter
from amends.core.models.deadline import Deadline
from amends.core.models.event import Event, PersonalFacts
from amends.core.models.issue import Issue
from amends.core.models.law import Calendar, Following, Rule, RuleReview
from amends.core.models.link import Link
from amends.core.models.message import Attempt, Message
from amends.core.models.notice import Notice
from amends.core.models.party import Consent, Party
from amends.core.models.reaction import Reaction
from amends.core.models.receipt import Receipt
from amends.core.models.seal import Seal

__all__ = [
    "Alarm",
    "AlarmCall",
    "Appraisal",
    "Attachment",
    "Attempt",
    "Calendar",
    "CaseAccess",
    "Category",
    "Cause",
    "Complaint",
    "Consent",
    "Counter",
    "Deadline",
    "Event",
    "Following",
    "Issue",
    "Link",
    "Message",
    "Notice",
    "Party",
    "PersonalFacts",
    "Reaction",
    "ReadLog",
    "Receipt",
    "Rule",
    "RuleReview",
    "Seal",
    "Stake",
    "TextBlock",
]
