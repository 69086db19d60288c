"""Deadlines of law and of the office as data: rules, the book that holds them, and how a due moment is counted. Pure."""
