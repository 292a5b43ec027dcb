package dev.rollcall.protocol.tcp;

/** A bare port needs no settings. */
public record TcpSettings() {}
