/**
 * How many attempts run at once, and which is next.
 *
 * <p>Pure apart from the alarm clock that it is given. Knows {@code engine.rate} and {@code model};
 * used by {@code engine}.
 */
@NullMarked
package dev.rollcall.engine.throttle;

import org.jspecify.annotations.NullMarked;
