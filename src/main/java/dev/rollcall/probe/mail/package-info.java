/**
 * A mail that the user asked for: it is sent once in a run. Knows {@code model}; used by {@code
 * probe}, {@code engine}, {@code run}, {@code cli} and the protocol that sends it.
 */
@NullMarked
package dev.rollcall.probe.mail;

import org.jspecify.annotations.NullMarked;
