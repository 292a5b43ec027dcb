/**
 * Finds state timeouts on the path: leaves connections idle for some time, and asks again.
 *
 * <p>{@link dev.rollcall.run.idle.IdleCheck} is the whole; {@link dev.rollcall.run.idle.IdleSearch}
 * decides which idle times to try, and {@link dev.rollcall.run.idle.IdleResult} what the answers
 * mean. Both are pure.
 */
@NullMarked
package dev.rollcall.run.idle;

import org.jspecify.annotations.NullMarked;
