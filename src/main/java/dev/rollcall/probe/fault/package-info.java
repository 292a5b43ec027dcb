/** From exceptions to faults: what a failure on the network means, and what it may say. */
@NullMarked
package dev.rollcall.probe.fault;

import org.jspecify.annotations.NullMarked;
