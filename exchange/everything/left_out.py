"""What does not leave: what opens doors, and what is about one installation and no other."""

TABLES = {
    "accounts_session": "Who is signed in where. Whoever held these rows would be signed in as them.",
    "django_session": "As accounts_session; this installation does not use it.",
    "accounts_try": "How often somebody has tried to sign in within the last minutes, at this installation.",
    "accounts_invitation": "Links by which a password is set. Everybody is invited anew; that they were stays in the history.",
    "mfa_authenticator": "Second factors: seeds of one-time codes, which need SECRETS_KEYS, and passkeys, which hold for "
    "one address alone. Everybody sets up new ones.",
    "account_emailconfirmation": "Links that confirm an address; not used.",
    "core_heartbeat": "When the parts of this installation last gave a sign of life.",
}

NO_PASSWORD = "!"  # what Django takes for a password that nobody has
NO_LINK = "This message held a link that does not leave its installation. Ask your administrator for another one."

# {(table, column): (what stands in its place, in SQL, and why)}
COLUMNS = {
    ("accounts_user", "password"): (
        f"'{NO_PASSWORD}'",
        "Hashes can be guessed at leisure. “!” is a password that nobody has: each person is sent a link to set one.",
    ),
    ("core_outboxmessage", "body"): (
        f"CASE WHEN reference LIKE 'invitation-%' THEN '{NO_LINK}' ELSE body END",
        "Invitations hold a link that sets a password: their text is left out, and this is said in its place.",
    ),
}

# What somebody who reads a column must know besides.
REMARKS = {
    (
        "referrals_savedform",
        "sealed",
    ): "Sealed with the code that only the person who typed it has, and with SECRET_KEY "
    "of the installation that sealed it: to open it elsewhere, keep that key.",
    (
        "referrals_referrallink",
        "token_digest",
    ): "A digest: the link itself is kept nowhere but in the message that was sent.",
    ("referrals_referrallink", "code_digest"): "A digest of the six letters that a partner was told; it opens nothing "
    "without the link.",
    ("services_directory_checkrequest", "token_digest"): "A digest: the link itself is in the message alone.",
    ("programmes_calendarlink", "digest"): "A digest of the private address of a calendar, which goes on holding.",
    ("programmes_reminder", "cancel_digest"): "A digest of a link in the reminder, which goes on holding.",
}
