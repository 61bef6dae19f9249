"""The chapters of a journey, one per phase: each acts at the JSON API as a person would."""
