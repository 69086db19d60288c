"""The demo office: Company X, its people, and complaints written for it. Loaded by real verbs, so its history is true."""
