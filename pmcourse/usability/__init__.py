"""What the lesson 11-usability and its assignment are made of."""
