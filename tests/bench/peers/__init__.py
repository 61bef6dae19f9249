"""`make bench-peers`: our evaluation beside that of other libraries, on the same bids, in one run.

The others live in `.venv-peers`, an environment of their own; nothing of the product needs them.
"""
