/**
 * Credentials: what they are, where they may be shown, and how often.
 *
 * <p>An account must never be locked by a check, and a secret must never turn up where it was not
 * meant to go. So protocols never hold credentials: they hand a {@link
 * dev.rollcall.probe.login.Login} to their session, which shows it what the {@link
 * dev.rollcall.probe.login.Grant} allows, and only if {@link dev.rollcall.probe.login.Logins} knows
 * of no rejection.
 */
@NullMarked
package dev.rollcall.probe.login;

import org.jspecify.annotations.NullMarked;
