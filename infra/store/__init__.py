"""The store: the only place where SQL is written. It judges and remembers, in one transaction."""
