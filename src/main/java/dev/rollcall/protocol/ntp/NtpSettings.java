package dev.rollcall.protocol.ntp;

/** A time server needs no settings. */
public record NtpSettings() {}
