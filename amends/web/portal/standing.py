"""Where a complaint stands, in plain words for the complainant."""

from django.utils.translation import gettext_lazy as _

from amends.core.rules.states import Stage

WORDS = {
    Stage.RECEIVED: (_("It has arrived"), _("We are about to look at it for the first time.")),
    Stage.CONSULTATION: (_("We are working on it"), _("We may ask you something. You can add to it at any time.")),
    Stage.INVESTIGATION: (_("We are finding out what happened"), _("People who know the matter are looking into it.")),
    Stage.REMEDIATION: (_("We are putting it right"), _("What went wrong is being mended.")),
    Stage.REFERRED: (_("Somebody else answers you"), _("We keep an eye on it and see that you get your answer.")),
    Stage.ANSWERED: (_("You have our answer"), _("If you do not agree with it, write to us here.")),
    Stage.CLOSED: (_("It is closed"), _("A word from you below opens it again.")),
    Stage.DECLINED: (
        _("We cannot decide this"),
        _("Our letter below says who can. A word from you below opens it again."),
    ),
    Stage.WITHDRAWN: (_("You took it back"), _("Should you change your mind, a word from you below opens it again.")),
    Stage.MERGED: (_("It goes on with your other complaint"), _("Both are handled as one.")),
}
"""A headline and what it means."""
