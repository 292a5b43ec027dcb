/**
 * Credentials: what they are, where they may be shown, and how often.
 *
 * <p>An account must never be locked by a check, and a secret must never turn up where it was not
 * meant to go. So protocols never hold credentials: they hand a {@link dev.rollcall.probe.Login} to
 * their session, which shows it what the {@link dev.rollcall.probe.login.Grant} allows, and only if
 * {@link dev.rollcall.probe.login.Logins} has no rejection.
 *
 * <p>Reading a {@link dev.rollcall.probe.login.Secret} counts as sending it: a {@link
 * dev.rollcall.probe.login.LoginAttempt} has its login noted in the {@link
 * dev.rollcall.probe.login.LoginNotes} before the protocol gets a character of it. A protocol then
 * says when the server has accepted it, and when an answer is certainly no failed login ({@link
 * dev.rollcall.probe.CredentialUse#accepted}, {@link dev.rollcall.probe.CredentialUse#answered});
 * what it forgets to say counts as a failed login. What a server that may know a secret says is
 * repeated by {@code probe.quote} only.
 */
@NullMarked
package dev.rollcall.probe.login;

import org.jspecify.annotations.NullMarked;
