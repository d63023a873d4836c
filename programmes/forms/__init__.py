"""What people type about programmes: one file per noun."""
