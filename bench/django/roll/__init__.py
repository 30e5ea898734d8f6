"""A roll of members."""
