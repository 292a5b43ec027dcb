/**
 * Reports for programs: JUnit XML, JSON lines, Prometheus and OTLP metrics, Nagios plugin output.
 */
@NullMarked
package dev.rollcall.report.machine;

import org.jspecify.annotations.NullMarked;
