/** The content of a history: a run's line in the journal and the baseline, and their JSON. */
@NullMarked
package dev.rollcall.history.entry;

import org.jspecify.annotations.NullMarked;
