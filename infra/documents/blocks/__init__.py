"""The parts that documents are made of: each a function of the pen and its content that answers
flowables in reading order."""
