"""Pages of programmes, sessions, appointments and what follows a miss: one file per noun."""
