"""A database backend: Django's PostgreSQL, which asks the server less often. Knows nothing of complaints."""
