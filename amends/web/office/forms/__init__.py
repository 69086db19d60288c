"""Forms of the office: they ask; whether it may be is decided by the verbs in amends/office/actions."""
