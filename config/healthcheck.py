"""Ends well when the web server of this container answers and has its database (the Dockerfile's HEALTHCHECK).

A worker that is down shows at `/healthz/` too, but is no reason to take the web server away.
"""

import http.client
import json
import os
import sys


def main():
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=8)
    connection.request("GET", "/healthz/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    database = json.load(connection.getresponse())["database"]
    sys.exit(0 if database["ok"] else f"database: {database}")


if __name__ == "__main__":
    main()
