/**
 * Finds how far connection requests get, as an ordinary user: with requests that may pass only so
 * many routers. {@link dev.rollcall.probe.path.PathSearch} decides what is sent and what that
 * proves; {@link dev.rollcall.probe.path.LinuxRequests} sends, with Linux's own calls.
 */
@NullMarked
package dev.rollcall.probe.path;

import org.jspecify.annotations.NullMarked;
