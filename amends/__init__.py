"""Amends: the claims office in a box."""

from importlib.metadata import version

__version__ = version("amends")
