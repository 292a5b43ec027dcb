"""Every login that Samba saw: SERVER, SERVICE, ACCOUNT, STATUS, a tab between them.

Usage: logins.py LOG-DIRECTORY [ACCOUNT]
What the file servers' clients say is judged by dc1, whose log has it as SamLogon; counted there, a
login is counted once.
"""
import json
import sys

SERVERS = ("dc1", "logins.json"), ("files", "logins-files.json"), ("decoy", "logins-decoy.json")

for server, name in SERVERS:
    with open(f"{sys.argv[1]}/{name}", encoding="utf-8") as log:
        lines = [line for line in log if line.lstrip().startswith("{")]
    for line in lines:
        login = json.loads(line)["Authentication"]
        account = (login["mappedAccount"] or login["clientAccount"] or "-").split("@")[0]
        # The file server notes its question to the controller as well.
        if login["serviceDescription"] != "winbind" and account in (sys.argv[2:] or [account]):
            print(server, login["serviceDescription"], account, login["status"], sep="\t")
