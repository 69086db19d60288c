"""The look: styles, behaviours, base pages and the words for dates and numbers. Knows nothing of complaints."""
