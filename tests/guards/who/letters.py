"""What the rows are written with."""

STAFF = "kctn"
READ, FORM, CHANGE = "GET", "GET POST", "POST"
