"""What the office sees first (今日): what is due, late, new and red, and the three outcome figures of the plan."""
