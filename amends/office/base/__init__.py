"""What a new office starts with: generic categories, causes, text blocks, "Our promise", outside bodies. Content, not code."""
