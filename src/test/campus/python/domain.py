"""The domain's accounts: made once, aged for every campus, and what is done to them afterwards.

Usage: domain.py SAMBA make ACCOUNT PASSWORD | age | unlock ACCOUNT | spn right|missing|twice|case
"""
import sys
import time

import ldb
from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB

SAMBA = sys.argv[1]
BASE = "DC=uni,DC=edu"
SPN = "HTTP/appsanywhere.uni.edu"
NEVER_EXPIRES, DISABLED = 0x10000, 2
MAX_AGE = 42
DAY = 864_000_000_000  # in the 100 ns that a FILETIME counts
NOW = int((time.time() + 11_644_473_600) * 10_000_000)


def change(database, dn, **values):
    message = ldb.Message(ldb.Dn(database, dn))
    for name, value in values.items():
        message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
    database.modify(message)


def user(name):
    return f"CN={name},CN=Users,{BASE}"


def make(account, password):
    """Passwords last 42 days, as they do by default. Five wrong ones lock an account until an
    administrator unlocks it, and are remembered longer than any campus lives."""
    loaded = LoadParm()
    loaded.load(f"{SAMBA}/etc/smb.conf")
    sam = SamDB(f"{SAMBA}/private/sam.ldb", session_info=system_session(), lp=loaded)
    change(
        sam,
        BASE,
        lockoutThreshold="5",
        lockoutDuration="0",
        lockOutObservationWindow=str(-1000 * DAY),
        maxPwdAge=str(-MAX_AGE * DAY),
        minPwdAge="0",
        pwdHistoryLength="0",
    )
    ageless = [account, "svc-other", "svc-disabled", "svc-locked", "svc-expired-account"]
    for name in ageless + ["svc-expired", "svc-expiring", "svc-must-change"]:
        sam.newuser(name, password)
    for name in ageless + ["Administrator"]:
        disabled = DISABLED if name == "svc-disabled" else 0
        change(sam, user(name), userAccountControl=str(0x200 | NEVER_EXPIRES | disabled))
    change(sam, user("svc-must-change"), pwdLastSet="0")
    change(sam, user("svc-expired-account"), accountExpires=str(NOW - 10 * DAY))
    change(sam, user(account), servicePrincipalName=SPN)


def below_the_rules():
    """The same database, without the modules that forbid to set a password's age, or a name twice."""
    return ldb.Ldb(
        f"{SAMBA}/private/sam.ldb.d/{BASE.upper()}.ldb", flags=ldb.FLG_DONT_CREATE_DB
    )


def age():
    raw = below_the_rules()
    change(raw, user("svc-expired"), pwdLastSet=str(NOW - 60 * DAY))
    change(raw, user("svc-expiring"), pwdLastSet=str(NOW - (MAX_AGE - 5) * DAY))


def unlock(name):
    change(below_the_rules(), user(name), lockoutTime="0", badPwdCount="0")


def spn(state):
    raw = below_the_rules()
    held = {
        "right": (SPN, []),
        "missing": ([], []),
        "twice": (SPN, SPN),
        "case": ("http/AppsAnywhere.uni.edu", []),
    }[state]
    for name, value in zip(("svc-appsanywhere", "svc-other"), held):
        change(raw, user(name), servicePrincipalName=value)


if __name__ == "__main__":
    {"make": make, "age": age, "unlock": unlock, "spn": spn}[sys.argv[2]](*sys.argv[3:])
