"""What the lesson 10-kanban and its assignment are made of."""
