"""What the lesson 05-pipeline and its assignment are made of."""
