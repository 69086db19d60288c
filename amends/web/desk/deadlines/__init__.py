"""What falls due, seen: the month, its lists, the report, the explorer of rules, and the feed for calendar programs."""
