"""The rows of insight. The search index is none of them: its table is made by the migration, in each database's own way."""
