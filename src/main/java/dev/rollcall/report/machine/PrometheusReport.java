package dev.rollcall.report.machine;

import dev.rollcall.model.Run;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Metrics in Prometheus' text format 0.0.4, for the textfile collector of its node exporter: {@link
 * RunMetrics}, without timestamps, which that collector refuses.
 */
public final class PrometheusReport {
  private PrometheusReport() {}

  public static byte[] render(Run run) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, RunMetrics.of(run), EscapingScheme.ALLOW_UTF8);
    } catch (IOException e) {
      throw new IllegalStateException("a stream in memory takes everything", e);
    }
    return out.toByteArray();
  }
}
