"""What can be expected to go wrong with a command, said in one sentence."""


class CannotGoOn(Exception):
    """Why this command does not do its work, or not all of it; a sentence for who asked for it."""
