"""A database backend: Django's SQLite with durable settings and a fair queue of writers. Knows nothing of complaints."""
