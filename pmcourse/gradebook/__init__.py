"""What becomes of a submission: from the exchange through the rooms into the gradebook, and the skills that follow."""
