/**
 * How fast a run may start to probe destinations, so that no firewall takes it for a port scan.
 *
 * <p>Pure apart from {@link dev.rollcall.engine.rate.Ticks}. Used by {@code engine}.
 */
@NullMarked
package dev.rollcall.engine.rate;

import org.jspecify.annotations.NullMarked;
