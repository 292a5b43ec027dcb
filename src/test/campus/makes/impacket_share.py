"""Impacket's SMB server with one share and one account."""

from impacket import smbserver
from impacket.ntlm import compute_lmhash, compute_nthash

PASSWORD = "@PASSWORD@"
server = smbserver.SimpleSMBServer(listenAddress="198.18.2.107", listenPort=445)
server.addShare("PACKAGES", "/run/campus/makes/share", "Packages")
server.addCredential("svc-impacket", 0, compute_lmhash(PASSWORD), compute_nthash(PASSWORD))
server.setSMB2Support(True)
server.setLogFile("/run/campus/log/impacket.log")
server.start()
