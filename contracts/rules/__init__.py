"""The rules: pure functions over values. They read no clock, no file and no store."""
