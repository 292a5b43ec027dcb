/**
 * Which time an attempt took, and because of whom: the network and the server ({@link
 * dev.rollcall.probe.timing.PhaseClock}), this host that let the attempt wait ({@link
 * dev.rollcall.probe.timing.RunDelay}) or the server ({@link dev.rollcall.probe.timing.Lateness}),
 * or the attempt itself, which computed ({@link dev.rollcall.probe.timing.ThreadTime}). {@code
 * probe.budget} limits what is measured here.
 *
 * <p>Knows the JDK and {@code model} only.
 */
@NullMarked
package dev.rollcall.probe.timing;

import org.jspecify.annotations.NullMarked;
