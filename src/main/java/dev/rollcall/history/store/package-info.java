/** The history's folder: its lock, journal, run documents, and which old runs are deleted. */
@NullMarked
package dev.rollcall.history.store;

import org.jspecify.annotations.NullMarked;
