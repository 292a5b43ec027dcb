/**
 * Sockets that keep an attempt's deadline and its limits, and what this host knows of its own
 * network.
 *
 * <p>All sockets of probes are made by {@code probe} out of these; protocols open none.
 */
@NullMarked
package dev.rollcall.probe.net;

import org.jspecify.annotations.NullMarked;
