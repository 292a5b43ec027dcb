/** How a run differs from the baseline, and which differences are reported: pure functions. */
@NullMarked
package dev.rollcall.history.drift;

import org.jspecify.annotations.NullMarked;
