"""What roles are called on the screens, and one line on what each does."""

from django.utils.translation import gettext_lazy as _

from amends.office.roles import Role

ROLE_NAMES = {
    Role.OPERATOR: _("Operator"),
    Role.EXPERT: _("Expert"),
    Role.SENIOR: _("Senior expert"),
    Role.SPECIALIST: _("Claims specialist"),
    Role.EXAMINER: _("Examiner"),
    Role.RESPONDER: _("Department responder"),
    Role.CONTROLLER: _("Remediation controller"),
    Role.REDRESS: _("Redress officer"),
    Role.REVIEWER: _("Appeal reviewer"),
    Role.HEAD: _("Head of office"),
    Role.QUALITY: _("Quality manager"),
    Role.AUDITOR: _("Auditor"),
    Role.TRAINER: _("Trainer"),
    Role.TOP: _("Top management"),
    Role.PR: _("Public relations"),
    Role.DPO: _("Data-protection officer"),
    Role.ADMIN: _("Administrator"),
}

ROLE_WORDS = {
    Role.OPERATOR: _("receives complaints and is the complainant's contact to the end"),
    Role.EXPERT: _("talks with the complainant and proposes a solution"),
    Role.SENIOR: _("approves; exactly one for a category, with a deputy"),
    Role.SPECIALIST: _("investigates with the departments"),
    Role.EXAMINER: _("examines in a laboratory or outside"),
    Role.RESPONDER: _("answers the questions put to the department"),
    Role.CONTROLLER: _("sees that measures are carried out"),
    Role.REDRESS: _("pays out what was decided"),
    Role.REVIEWER: _("looks at a decision anew when somebody appeals"),
    Role.HEAD: _("leads the office and may set it up"),
    Role.QUALITY: _("sees all but confidential complaints, and changes none"),
    Role.AUDITOR: _("reads, never writes"),
    Role.TRAINER: _("trains; sees no complaint by that role"),
    Role.TOP: _("sees how the office does"),
    Role.PR: _("public posts, media, recall texts"),
    Role.DPO: _("requests about personal data"),
    Role.ADMIN: _("sets up the office; sees no complaint by that role"),
}

ROLE_CHOICES = [(role.value, name) for role, name in ROLE_NAMES.items()]
