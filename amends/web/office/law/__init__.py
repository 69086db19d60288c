"""The rooms in which the office keeps its rules and calendars."""
