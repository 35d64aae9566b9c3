"""What the lesson 01-role and its assignment are made of."""
