package dev.rollcall.report.machine;

import dev.rollcall.document.JsonFields;
import dev.rollcall.document.protobuf.ProtobufWriter;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A run as requests of OTLP over HTTP, in the binary form of protocol buffers (OTLP 1.x, "Binary
 * Protobuf Encoding"), which every receiver must take; VictoriaMetrics, for one, refuses the JSON
 * form.
 *
 * <p>The metrics are those of {@link PrometheusReport}, by the same names and with the same labels
 * as attributes; an info metric is a gauge of value 1 whose name ends in {@code _info}. There is
 * one log record a rule; its attributes have the names that {@link JsonLinesReport} gives them, and
 * its body is the verdict's summary. The rule's severity is {@code rule_severity}: VictoriaLogs
 * names a record's severity {@code severity}, and drops an attribute of that name.
 *
 * <p>A run of many rules is several requests, as a collector refuses a body of more than 20 MiB
 * (its default).
 */
public final class OtlpReport {
  /** The most data points of a request; each has 400 bytes as a rule, and 9 KiB at most. */
  private static final int POINTS = 2000;

  /** The most log records of a request; each has 3 KiB as a rule, and 190 KiB at most. */
  private static final int RECORDS = 100;

  private static final String NAME = "rollcall";

  private final Run run;

  private OtlpReport(Run run) {
    this.run = run;
  }

  private record Metric(String name, String help) {}

  private record Point(Metric metric, Labels labels, double value) {}

  /**
   * A request. Its body is made when it is asked for, and is not kept: those of 10,000 rules are 90
   * MB.
   *
   * @param records how many data points or log records it has
   */
  public record Part(int records, Supplier<byte[]> content) {
    /** The body, made anew. */
    public byte[] body() {
      return content.get();
    }
  }

  /** Requests for {@code /v1/metrics}. */
  public static List<Part> metrics(Run run) {
    List<Point> points = new ArrayList<>();
    for (MetricSnapshot snapshot : RunMetrics.of(run)) {
      String name = snapshot.getMetadata().getName();
      String help = String.valueOf(snapshot.getMetadata().getHelp());
      if (snapshot instanceof GaugeSnapshot gauge) {
        gauge
            .getDataPoints()
            .forEach(
                one ->
                    points.add(new Point(new Metric(name, help), one.getLabels(), one.getValue())));
      } else {
        snapshot
            .getDataPoints()
            .forEach(
                one -> points.add(new Point(new Metric(name + "_info", help), one.getLabels(), 1)));
      }
    }
    OtlpReport report = new OtlpReport(run);
    return parts(points, POINTS, report::metrics);
  }

  /** Requests for {@code /v1/logs}; none for a run without a rule. */
  public static List<Part> logs(Run run) {
    return parts(run.results(), RECORDS, new OtlpReport(run)::logs);
  }

  private static <T> List<Part> parts(List<T> all, int size, Function<List<T>, byte[]> body) {
    List<Part> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      List<T> some = all.subList(from, Math.min(all.size(), from + size));
      parts.add(new Part(some.size(), () -> body.apply(some)));
    }
    return parts;
  }

  private byte[] metrics(List<Point> points) {
    Map<Metric, List<Point>> metrics = new LinkedHashMap<>();
    points.forEach(
        point -> metrics.computeIfAbsent(point.metric(), m -> new ArrayList<>()).add(point));
    return request(scope -> scope.messages(2, metrics.entrySet(), this::metric));
  }

  private byte[] logs(List<RuleResult> results) {
    return request(scope -> scope.messages(2, results, this::log));
  }

  /**
   * The frame that both kinds of request have: {@code ExportMetricsServiceRequest} and {@code
   * ExportLogsServiceRequest} number their fields alike, and so do the messages in them.
   */
  private byte[] request(Consumer<ProtobufWriter> content) {
    return ProtobufWriter.of(
        request ->
            request.message(
                1,
                one ->
                    one.message(
                            1, resource -> resource.messages(1, resource(), OtlpReport::attribute))
                        .message(2, scope -> scope(scope, content))));
  }

  private void scope(ProtobufWriter scope, Consumer<ProtobufWriter> content) {
    scope.message(1, who -> who.text(1, NAME).text(2, version()));
    content.accept(scope);
  }

  /** By OpenTelemetry's semantic conventions; the instance tells hosts apart in Prometheus. */
  private Iterable<Attribute> resource() {
    Attributes resource = new Attributes();
    String host = JsonLinesReport.text(run.origin().host());
    resource
        .add("service.name", NAME)
        .add("service.version", version())
        .add("service.instance.id", host)
        .add("host.name", host);
    return resource.all;
  }

  private String version() {
    return JsonLinesReport.text(run.origin().version());
  }

  /** {@code Metric} of {@code metrics.proto}. */
  private void metric(Map.Entry<Metric, List<Point>> entry, ProtobufWriter message) {
    Metric metric = entry.getKey();
    message.text(1, metric.name()).text(2, metric.help());
    if (metric.name().endsWith("_seconds")) {
      message.text(3, "s");
    }
    message.message(5, gauge -> gauge.messages(1, entry.getValue(), this::point));
  }

  /** {@code NumberDataPoint} of {@code metrics.proto}. */
  private void point(Point point, ProtobufWriter message) {
    Attributes labels = new Attributes();
    point.labels().forEach(label -> labels.add(label.getName(), label.getValue()));
    message
        .fixed64(3, nanos(run.took()))
        .real(4, point.value())
        .messages(7, labels.all, OtlpReport::attribute);
  }

  /** {@code LogRecord} of {@code logs.proto}. */
  private void log(RuleResult result, ProtobufWriter message) {
    Attributes attributes = new Attributes();
    JsonLinesReport.addRun(run, attributes);
    JsonLinesReport.addRule(result, attributes);
    attributes.rename("severity", "rule_severity");
    Status status = result.verdict().status();
    message
        .fixed64(1, nanos(Duration.ZERO))
        .number(2, severity(status))
        .text(3, severityText(status))
        .message(5, body -> body.text(1, JsonLinesReport.text(result.verdict().summary())))
        .messages(6, attributes.all, OtlpReport::attribute)
        .fixed64(11, nanos(run.took()))
        .text(12, "rollcall.rule");
  }

  /** {@code SeverityNumber} of {@code logs.proto}. */
  private static long severity(Status status) {
    return switch (status) {
      case SKIPPED, PASS -> 9;
      case WARN -> 13;
      case INCONCLUSIVE -> 14;
      case FAIL -> 17;
    };
  }

  private static String severityText(Status status) {
    return switch (status) {
      case SKIPPED, PASS -> "INFO";
      case WARN -> "WARN";
      case INCONCLUSIVE -> "WARN2";
      case FAIL -> "ERROR";
    };
  }

  /** Nanoseconds since 1970. */
  private long nanos(Duration afterStart) {
    Duration since = Duration.between(Instant.EPOCH, run.startedAt()).plus(afterStart);
    BigInteger nanos =
        BigInteger.valueOf(since.getSeconds())
            .multiply(BigInteger.valueOf(1_000_000_000))
            .add(BigInteger.valueOf(since.getNano()));
    return nanos.max(BigInteger.ZERO).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  /** A {@code KeyValue}, whose value is an {@code AnyValue}, of {@code common.proto}. */
  private record Attribute(String key, Consumer<ProtobufWriter> value) {}

  private static void attribute(Attribute attribute, ProtobufWriter message) {
    message.text(1, attribute.key()).message(2, attribute.value());
  }

  private static final class Attributes implements JsonFields {
    private final List<Attribute> all = new ArrayList<>();

    void rename(String from, String to) {
      all.replaceAll(one -> one.key().equals(from) ? new Attribute(to, one.value()) : one);
    }

    @Override
    public Attributes add(String name, String value) {
      // The summary is the body.
      if (!value.isEmpty() && !name.equals("summary")) {
        all.add(new Attribute(name, any -> any.text(1, value)));
      }
      return this;
    }

    @Override
    public Attributes add(String name, BigDecimal value) {
      all.add(new Attribute(name, any -> any.real(4, value.doubleValue())));
      return this;
    }

    @Override
    public Attributes add(String name, long value) {
      all.add(new Attribute(name, any -> any.number(3, value)));
      return this;
    }

    @Override
    public Attributes add(String name, boolean value) {
      all.add(new Attribute(name, any -> any.number(2, value ? 1 : 0)));
      return this;
    }
  }
}
