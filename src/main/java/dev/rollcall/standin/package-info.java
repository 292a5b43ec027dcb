/**
 * Answers for servers that do not exist yet: opens the ports, limits callers, uses certificates,
 * and keeps a log as evidence. A caller can end only its own connection: exceptions and errors of a
 * listener or a conversation are logged, and service continues.
 *
 * <p>The answers on a port come from a protocol's {@link dev.rollcall.probe.answer.StandIn}. {@link
 * dev.rollcall.standin.StandInServer} is the entry point; {@code log} stores the visits. Uses
 * {@code probe}, {@code files}, {@code text} and {@code model}.
 */
@NullMarked
package dev.rollcall.standin;

import org.jspecify.annotations.NullMarked;
