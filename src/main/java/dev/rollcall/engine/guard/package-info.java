/**
 * Watches over attempts, which run on the threads of their rules: one that ignores its end is left
 * behind with its thread, and another thread goes on.
 *
 * <p>Knows {@code probe}; used by {@code engine}.
 */
@NullMarked
package dev.rollcall.engine.guard;

import org.jspecify.annotations.NullMarked;
