/**
 * Looks where packets are lost while an attempt waits for its answer: further connection requests
 * beside it, a listener for ICMP messages, and a search along the path.
 *
 * <p>Uses {@code engine.throttle}, {@code probe} and {@code model}; used by {@code engine}.
 */
@NullMarked
package dev.rollcall.engine.path;

import org.jspecify.annotations.NullMarked;
