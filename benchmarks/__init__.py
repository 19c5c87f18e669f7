"""Measurements, each a ratio or a figure on a line of its own. A benchmark measures; a test asserts."""
