"""Stores very many complaints with true histories, for measuring: real chains, numbers without a gap, rows as verbs leave."""
