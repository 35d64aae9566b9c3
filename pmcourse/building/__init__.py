"""What the lesson 12-building and its assignment are made of."""
