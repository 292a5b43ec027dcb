/**
 * Answers for servers that do not exist yet: opens the ports, bounds and limits whoever calls,
 * shows certificates, and keeps a log that is evidence.
 *
 * <p>What is said on a port is a protocol's {@link dev.rollcall.probe.answer.StandIn}. {@link
 * dev.rollcall.standin.Stand} is the door. Knows {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.standin;

import org.jspecify.annotations.NullMarked;
