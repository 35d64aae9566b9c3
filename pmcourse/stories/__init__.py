"""User stories: read, checked, split and mapped."""
