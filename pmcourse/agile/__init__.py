"""What the lesson 06-agile and its assignment are made of."""
