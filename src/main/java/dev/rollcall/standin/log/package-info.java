/**
 * What a stand-in remembers of its visits, within a bound of bytes. Visits of one source that ask
 * the same question are counted together; the first and the last are kept in full, and the times of
 * the latest, which tell a health check's interval. Where the room ends, a source with a long
 * regular record stays, and so do the first ones that came: a flood pushes out its own visits.
 *
 * <p>{@link dev.rollcall.standin.log.VisitLog} is the door. Knows {@code model}.
 */
@NullMarked
package dev.rollcall.standin.log;

import org.jspecify.annotations.NullMarked;
