"""What pages and rules read: nouns, filtered by what the reader may see."""
