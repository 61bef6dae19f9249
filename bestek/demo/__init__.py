"""The demonstration: a store whose time can be moved, and one purchase played in it."""
