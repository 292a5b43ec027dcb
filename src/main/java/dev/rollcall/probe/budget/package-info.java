/**
 * What one attempt may use: time, processors and memory. {@code probe.timing} says what it has
 * used.
 *
 * <p>{@link dev.rollcall.probe.budget.AttemptBudget} has all of it for one attempt, and sockets
 * report to it. It tells three kinds of time apart:
 *
 * <ul>
 *   <li>The network and the server took it. It counts: {@link dev.rollcall.probe.budget.Deadline}
 *       limits it, and {@link dev.rollcall.probe.timing.PhaseClock} makes the report's latencies of
 *       it.
 *   <li>The attempt computed. {@link dev.rollcall.probe.budget.CpuPermits} limits how many attempts
 *       compute at once, and how long each may, so that a server which makes its client compute
 *       delays no other.
 *   <li>This host let the attempt wait: for a permit, or because it woke its thread late ({@link
 *       dev.rollcall.probe.timing.RunDelay}). It counts towards neither the deadline nor the
 *       latencies. {@link dev.rollcall.probe.timing.Lateness} is how long the server had to wait
 *       for that reason, so that it is not blamed if it hangs up.
 * </ul>
 *
 * <p>{@link dev.rollcall.probe.budget.MemoryBudget} limits the received data of all attempts. An
 * exception of this package says which limit was passed, and whether the peer or this host is the
 * reason; {@code probe.fault} makes faults of them.
 *
 * <p>Knows the JDK, {@code model} and {@code probe.timing} only. Nothing here opens a socket.
 */
@NullMarked
package dev.rollcall.probe.budget;

import org.jspecify.annotations.NullMarked;
