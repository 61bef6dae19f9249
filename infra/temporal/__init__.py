"""Temporal from outside a workflow: how to reach it, and the server that comes with the product."""
