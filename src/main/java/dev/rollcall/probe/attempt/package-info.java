/**
 * Makes one attempt: runs a protocol in a session, and looks again at what failed, so that the
 * fault says who must act.
 */
@NullMarked
package dev.rollcall.probe.attempt;

import org.jspecify.annotations.NullMarked;
