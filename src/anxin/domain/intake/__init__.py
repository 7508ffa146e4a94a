"""Taking in what people say (受理): reading amounts, people, times, places and employers out of their words."""
