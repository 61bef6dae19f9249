"""`make bench`: figures of one run, as ratios against a baseline in the same run."""
