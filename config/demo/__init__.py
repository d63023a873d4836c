"""A believable service of fictitious people: the rows that `manage.py demo_data` writes."""
