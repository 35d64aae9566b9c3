"""What the lesson 02-discovery and its assignment are made of."""
