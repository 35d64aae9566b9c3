"""What the roadmap lesson and its assignment put on the screen, each with one line in the notebook."""
