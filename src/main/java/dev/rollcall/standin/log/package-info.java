/**
 * The log of a stand-in's visits, limited in bytes. Visits of one source with the same request are
 * counted together; the first and the last are stored in full, and the latest times, which show a
 * health check's interval. When memory is full, sources with a long regular record and the first
 * sources stay: a flood displaces its own visits.
 *
 * <p>{@link dev.rollcall.standin.log.VisitLog} is the entry point. Uses {@code model}.
 */
@NullMarked
package dev.rollcall.standin.log;

import org.jspecify.annotations.NullMarked;
