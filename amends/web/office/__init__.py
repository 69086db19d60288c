"""The rooms where an office is set up: people, roster, categories, promises. Only for administrators and the head."""
