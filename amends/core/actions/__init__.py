"""The verbs: read this list to know what the house can do. Each is one transaction and leaves an event."""

from amends.core.actions.add import add
from amends.core.actions.add_party import PartyAdded, add_party
from amends.core.actions.answer_alarm import answer_alarm, answer_test
from amends.core.actions.appraise import Appraised, appraise
from amends.core.actions.ask import ask
from amends.core.actions.assign import assign
from amends.core.actions.bring_back import bring_back
from amends.core.actions.call import call
from amends.core.actions.called import called
from amends.core.actions.classify import IssueFacts, classify
from amends.core.actions.clear_danger import clear_danger
from amends.core.actions.close import close
from amends.core.actions.confirm import confirm
from amends.core.actions.consent import consent
from amends.core.actions.correct import correct
from amends.core.actions.decide import decide
from amends.core.actions.decline import decline
from amends.core.actions.delivered import message_bounced, message_failed, message_sent, messages_seen
from amends.core.actions.extend import extend
from amends.core.actions.fulfil import fulfil
from amends.core.actions.hand_over import hand_over
from amends.core.actions.interim import interim, interim_together
from amends.core.actions.keep import Kept, OtherContent, keep
from amends.core.actions.link import link
from amends.core.actions.mark_danger import mark_danger
from amends.core.actions.merge import merge
from amends.core.actions.note import note
from amends.core.actions.pause import pause
from amends.core.actions.protect import protect
from amends.core.actions.qualify import qualify
from amends.core.actions.reappraise import reappraise
from amends.core.actions.receive import Received, already_received, new_receipt_key, receive
from amends.core.actions.reckon import reckon
from amends.core.actions.refused import ActionRefused, NotAllowed, NotFound, Stale
from amends.core.actions.reopen import reopen
from amends.core.actions.reply import reply
from amends.core.actions.restate import restate
from amends.core.actions.resume import resume
from amends.core.actions.second import second
from amends.core.actions.set_aside import set_aside
from amends.core.actions.settle import look_again, settle, try_again
from amends.core.actions.take import take
from amends.core.actions.tell import tell
from amends.core.actions.try_alarm import try_alarm
from amends.core.actions.warn import warn, warn_together
from amends.core.actions.withdraw import withdraw

__all__ = [
    "ActionRefused",
    "Appraised",
    "IssueFacts",
    "Kept",
    "NotAllowed",
    "NotFound",
    "OtherContent",
    "PartyAdded",
    "Received",
    "Stale",
    "add",
    "add_party",
    "already_received",
    "answer_alarm",
    "answer_test",
    "appraise",
    "ask",
    "assign",
    "bring_back",
    "call",
    "called",
    "classify",
    "clear_danger",
    "close",
    "confirm",
    "consent",
    "correct",
    "decide",
    "decline",
    "extend",
    "fulfil",
    "hand_over",
    "interim",
    "interim_together",
    "keep",
    "link",
    "look_again",
    "mark_danger",
    "merge",
    "message_bounced",
    "message_failed",
    "message_sent",
    "messages_seen",
    "new_receipt_key",
    "note",
    "pause",
    "protect",
    "qualify",
    "reappraise",
    "receive",
    "reckon",
    "reopen",
    "reply",
    "restate",
    "resume",
    "second",
    "set_aside",
    "settle",
    "take",
    "tell",
    "try_again",
    "try_alarm",
    "warn",
    "warn_together",
    "withdraw",
]
