"""The complaint and its rules. Knows no HTTP, no channel, no screen."""
