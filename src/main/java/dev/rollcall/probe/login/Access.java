package dev.rollcall.probe.login;

/** A rule's credentials and the logins of the run that they are shown in. */
public record Access(Logins logins, Grant grant) {}
