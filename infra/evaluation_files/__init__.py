"""Evaluation files from outside: read exactly and warily, and what is wrong with one in words."""
