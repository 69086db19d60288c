"""`make bench`: how fast the house is, beside what this machine and its database can do at all."""
