"""Pages about staff: signing in, one's own account and sessions."""
