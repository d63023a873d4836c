"""Pages of reports: one file per noun."""
