/**
 * How fast a run may start to probe destinations, so that no firewall takes it for a port scan.
 *
 * <p>Pure apart from {@link dev.rollcall.engine.rate.Ticks}. {@code engine} keeps to it, {@code
 * cli} reads and shows it.
 */
@NullMarked
package dev.rollcall.engine.rate;

import org.jspecify.annotations.NullMarked;
