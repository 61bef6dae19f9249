"""Pages for people, one file a phase. What they share stands in `page.py`."""
