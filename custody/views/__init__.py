"""Pages about prison and release, a module for each noun."""
