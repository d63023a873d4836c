"""Pages of people's rights: one file per noun."""
