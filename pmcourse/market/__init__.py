"""What the lesson 04-market and its assignment are made of."""
