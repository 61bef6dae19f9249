"""The JSON API, one file per resource. Every write asks for an `Idempotency-Key`."""
