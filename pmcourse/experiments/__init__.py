"""What the lesson 03-experiments and its assignment are made of."""
