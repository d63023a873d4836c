"""Pages about referrals and the open door: one file per noun."""
