"""What the product says to people: the catalogues in four languages and the forms of numbers and
dates. Nothing here decides; it only puts in words."""
