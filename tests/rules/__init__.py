"""The rules, against worked examples, properties and independent references."""
