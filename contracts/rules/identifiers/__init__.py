"""Numbers and codes that people and registers know things by: read, checked, written.

One module for each kind. Every kind has a function of its own name that turns what was typed into
its one canonical text or raises `RuleError`, and a `written_...` that shows it as people write it;
what is written is read back as the same. The codes of the errors are those of `problems.Problem`.

This package imports nothing by itself: who needs an enterprise number does not load the banks of
the world.
"""
