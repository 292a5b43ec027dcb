/**
 * What a protocol implements, and the session that it works in.
 *
 * <p>The framework owns dialling, deadlines, read limits, phases, TLS, the classification of faults
 * and how a server's words are repeated; a {@link dev.rollcall.probe.Protocol} only speaks. Knows
 * {@code model}; is known by every protocol, by the engine and by the stand-ins.
 */
@NullMarked
package dev.rollcall.probe;

import org.jspecify.annotations.NullMarked;
