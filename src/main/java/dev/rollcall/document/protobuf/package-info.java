/**
 * The binary form of protocol buffers, as far as OTLP needs it. Fields are named by their numbers,
 * as in the definitions that OpenTelemetry publishes.
 */
@NullMarked
package dev.rollcall.document.protobuf;

import org.jspecify.annotations.NullMarked;
