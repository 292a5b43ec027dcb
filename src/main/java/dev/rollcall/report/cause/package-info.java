/** What failed, by who must act and by cause, and what each cause means. */
@NullMarked
package dev.rollcall.report.cause;

import org.jspecify.annotations.NullMarked;
