"""Builds the data model of each document from the records: one file per document."""
