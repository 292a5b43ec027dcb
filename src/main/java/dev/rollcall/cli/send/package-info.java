/**
 * How a run is sent by HTTP: one request, one bounded answer, all within a deadline. What is sent,
 * and what the answer means, is for {@code cli.otlp} and {@code cli.notify} to say.
 */
@NullMarked
package dev.rollcall.cli.send;

import org.jspecify.annotations.NullMarked;
