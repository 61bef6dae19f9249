"""Notices in the forms of others: OCDS releases and case files read, OCDS releases written."""
