/**
 * Watches rules while someone changes the path: probes them again and again, and records what
 * changed.
 *
 * <p>{@link dev.rollcall.run.watch.Watch} is the loop; what it decides is in pure classes that are
 * given the time.
 */
@NullMarked
package dev.rollcall.run.watch;

import org.jspecify.annotations.NullMarked;
