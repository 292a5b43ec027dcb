/**
 * What one attempt may use: time, processors and memory; and the clock that says what it has used.
 *
 * <p>Knows the JDK and {@code model} only. Nothing here opens a socket.
 */
@NullMarked
package dev.rollcall.probe.budget;

import org.jspecify.annotations.NullMarked;
