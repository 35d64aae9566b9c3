"""Start here: how lessons, widgets, checks and handing in work."""
