package dev.rollcall.protocol.ssh;

/** An SSH server needs no settings. */
public record SshSettings() {}
