/**
 * The stand-in side of a protocol, and how to recognise a stand-in.
 *
 * <p>A {@link dev.rollcall.probe.Protocol} gives its {@link dev.rollcall.probe.answer.StandIn}; the
 * package {@code standin} listens, bounds, limits, logs and shows certificates for all of them.
 * Every answer bears the {@link dev.rollcall.probe.answer.StandInMark}, and where both sides hold a
 * {@link dev.rollcall.probe.answer.SharedKey} it proves more than a mark can.
 */
@NullMarked
package dev.rollcall.probe.answer;

import org.jspecify.annotations.NullMarked;
