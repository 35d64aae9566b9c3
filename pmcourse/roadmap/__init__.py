"""Roadmaps: outcomes, bets on them, the people who do the work, and how sure the days are."""
