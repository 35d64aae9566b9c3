"""What instructors and authors do: release, check notebooks, grade a made-up class, look at the machine."""
