"""Django's PostgreSQL backend on the embedded server (config/embedded.py)."""
