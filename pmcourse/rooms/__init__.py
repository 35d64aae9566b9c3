"""Locked rooms: sandbox, border and the two processes inside. Knows no gradebook and no lesson."""
