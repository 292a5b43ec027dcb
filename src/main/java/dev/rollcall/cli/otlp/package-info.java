/**
 * Sends a finished run to an OpenTelemetry collector. Nothing of it is loaded without {@code
 * --otlp}.
 *
 * <p>{@link dev.rollcall.report.machine.OtlpReport} makes what is sent.
 */
@NullMarked
package dev.rollcall.cli.otlp;

import org.jspecify.annotations.NullMarked;
