"""Open Referral UK, versions 1.0 and 3.0: feeds of other directories come in.

From the bytes to our tables: `fetching` and `pages` (an address), `files` (records, one by one), `services` and its parts
(what a record says), `importing` (what becomes of each record), `storing` (compares, and writes the difference).
"""
