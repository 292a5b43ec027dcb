"""Listeners of a process that stops itself: the kernel accepts for it, and nothing is ever answered.

Usage: stopped.py PORT FULL-PORT; the second port's queue of connections is full.
"""
import os
import signal
import socket
import sys
import time


def listen(kind, port, backlog=0):
    listener = socket.socket(socket.AF_INET, kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("", port))
    if kind == socket.SOCK_STREAM:
        listener.listen(backlog)
    return listener


open_port, full_port = int(sys.argv[1]), int(sys.argv[2])
keep = [listen(socket.SOCK_STREAM, open_port, 4096), listen(socket.SOCK_DGRAM, open_port)]
keep.append(listen(socket.SOCK_STREAM, full_port))
for _ in range(4):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(("127.0.0.1", full_port))
    keep.append(client)
time.sleep(0.1)
os.kill(os.getpid(), signal.SIGSTOP)
