"""Seals and signatures in PDF files: making them and checking them. With `infra.vault.pades` the
only place that knows pyHanko; heavy to load, and meant for files from anywhere, so it runs in a
child process (`infra.confined`) or in a command of its own."""
