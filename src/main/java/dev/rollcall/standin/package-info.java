/**
 * Answers for servers that do not exist yet: opens the ports, bounds and limits whoever calls,
 * shows certificates, and keeps a log that is evidence. Nothing that a caller does ends more than
 * its own connection: what a door or a conversation throws, errors too, is noted and served on
 * after.
 *
 * <p>What is said on a port is a protocol's {@link dev.rollcall.probe.answer.StandIn}. {@link
 * dev.rollcall.standin.StandInServer} is the door; what is remembered, and how little, is {@code
 * log}'s. Knows {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.standin;

import org.jspecify.annotations.NullMarked;
