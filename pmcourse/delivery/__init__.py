"""What the lesson 13-delivery and its assignment are made of."""
