/** Reports for programs: JUnit XML, Prometheus metrics and Nagios plugin output. */
@NullMarked
package dev.rollcall.report.machine;

import org.jspecify.annotations.NullMarked;
