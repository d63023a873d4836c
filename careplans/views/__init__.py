"""Pages about plans: one file per noun."""
