"""The screens of staff: worklist, case, record, search. They translate into one call to a verb, and one answer back."""
