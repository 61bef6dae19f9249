"""Acts of people: what a request asks, made into a command. Routes and pages share them."""
