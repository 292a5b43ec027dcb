package dev.rollcall.report.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.sun.management.ThreadMXBean;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleRun;
import dev.rollcall.text.Printable;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Read by the definitions that OpenTelemetry publishes. */
class OtlpReportTest extends ReportContract {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** As text, a line for each request. */
  @Override
  public byte[] render(Run run) {
    StringBuilder all = new StringBuilder();
    JsonFormat.Printer printer = JsonFormat.printer().omittingInsignificantWhitespace();
    try {
      for (OtlpReport.Part part : OtlpReport.metrics(run)) {
        all.append(printer.print(ExportMetricsServiceRequest.parseFrom(part.body()))).append('\n');
      }
      for (OtlpReport.Part part : OtlpReport.logs(run)) {
        all.append(printer.print(ExportLogsServiceRequest.parseFrom(part.body()))).append('\n');
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The JSON form that the definitions give it. */
  private static byte[] pretty(List<OtlpReport.Part> parts, Message.Builder request)
      throws Exception {
    assertEquals(1, parts.size());
    String json = JsonFormat.printer().print(request.mergeFrom(parts.get(0).body()));
    String text = PRETTY.writeValueAsString(PRETTY.readTree(json));
    return (text.replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void looksLikeTheGoldenFiles() throws Exception {
    RuleResult failed = HostileRun.of("<what a server said>").results().get(0);
    Run run = SampleRun.run(List.of(SampleRun.tds(), SampleRun.cloudpaging(), failed), false);
    Golden.assertMatches(
        "otlp-metrics.json",
        pretty(OtlpReport.metrics(run), ExportMetricsServiceRequest.newBuilder()));
    Golden.assertMatches(
        "otlp-logs.json", pretty(OtlpReport.logs(run), ExportLogsServiceRequest.newBuilder()));
  }

  /** Every field is one that the definitions have, with its type. */
  private static <T extends Message> T known(T message) {
    assertTrue(message.getUnknownFields().asMap().isEmpty(), message::toString);
    message
        .getAllFields()
        .values()
        .forEach(
            value ->
                (value instanceof List<?> list ? list : List.of(value))
                    .stream()
                        .filter(Message.class::isInstance)
                        .forEach(each -> known((Message) each)));
    return message;
  }

  private static List<Metric> metrics(Run run) throws Exception {
    List<Metric> all = new ArrayList<>();
    for (OtlpReport.Part part : OtlpReport.metrics(run)) {
      ExportMetricsServiceRequest request =
          known(ExportMetricsServiceRequest.parseFrom(part.body()));
      checkResource(request.getResourceMetrics(0).getResource(), run);
      List<Metric> some = request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
      assertEquals(
          part.records(),
          some.stream().mapToInt(each -> each.getGauge().getDataPointsCount()).sum());
      all.addAll(some);
    }
    return all;
  }

  private static List<LogRecord> logs(Run run) throws Exception {
    List<LogRecord> all = new ArrayList<>();
    for (OtlpReport.Part part : OtlpReport.logs(run)) {
      ExportLogsServiceRequest request = known(ExportLogsServiceRequest.parseFrom(part.body()));
      checkResource(request.getResourceLogs(0).getResource(), run);
      all.addAll(request.getResourceLogs(0).getScopeLogs(0).getLogRecordsList());
      assertEquals(part.records(), request.getResourceLogs(0).getScopeLogs(0).getLogRecordsCount());
    }
    return all;
  }

  private static void checkResource(Resource resource, Run run) {
    Map<String, Object> said = values(resource.getAttributesList());
    assertEquals("rollcall", said.get("service.name"));
    String version = Printable.line(run.origin().version());
    assertEquals(version.isEmpty() ? null : version, said.get("service.version"));
    assertEquals(said.get("service.instance.id"), said.get("host.name"));
  }

  private static Map<String, Object> values(List<KeyValue> attributes) {
    Map<String, Object> values = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      AnyValue value = attribute.getValue();
      values.put(
          attribute.getKey(),
          switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            default -> throw new AssertionError(attribute);
          });
    }
    assertEquals(attributes.size(), values.size(), "an attribute stands there once");
    return values;
  }

  /** A line of the text format: name, labels in order, value. */
  private static String sample(String name, NumberDataPoint point) {
    String labels =
        values(point.getAttributesList()).entrySet().stream()
            .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
            .collect(Collectors.joining(","));
    return name + "{" + labels + "} " + point.getAsDouble();
  }

  @Test
  void aMetricMeansTheSameAsInPrometheus() throws Exception {
    Run run = SampleRun.everything();
    Set<String> expected = new TreeSet<>();
    for (String line :
        new String(PrometheusReport.render(run), StandardCharsets.UTF_8).lines().toList()) {
      if (!line.startsWith("#")) {
        int value = line.lastIndexOf(' ');
        // To Prometheus, an empty label is none.
        String series = line.substring(0, value).replaceAll("[a-z]+=\"\",", "");
        expected.add(series + " " + Double.parseDouble(line.substring(value + 1)));
      }
    }
    Set<String> sent = new TreeSet<>();
    for (Metric metric : metrics(run)) {
      for (NumberDataPoint point : metric.getGauge().getDataPointsList()) {
        assertEquals(1_795_371_611_243_456_789L, point.getTimeUnixNano());
        assertTrue(sent.add(sample(metric.getName(), point)));
      }
    }
    assertEquals(expected, sent);
  }

  @Test
  void aLogRecordSaysWhatTheJsonLineSays() throws Exception {
    Run run = SampleRun.everything();
    List<JsonNode> lines =
        new String(JsonLinesReport.render(run), StandardCharsets.US_ASCII)
            .lines()
            .skip(1)
            .map(line -> PRETTY.readTree(line))
            .toList();
    List<LogRecord> records = logs(run);
    assertEquals(lines.size(), records.size());
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = lines.get(i);
      Map<String, Object> expected = new TreeMap<>();
      line.forEachEntry(
          (name, value) ->
              expected.put(name, value.isNumber() ? value.asDouble() : value.asString()));
      // These are the resource's, or fields of the record.
      for (String elsewhere : List.of("type", "time", "host", "summary")) {
        expected.remove(elsewhere);
      }
      expected.put("rule_severity", expected.remove("severity"));
      LogRecord record = records.get(i);
      assertEquals(expected, values(record.getAttributesList()));
      assertEquals(line.get("summary").asString(), record.getBody().getStringValue());
      assertEquals(1_795_371_605_123_456_789L, record.getTimeUnixNano());
      assertEquals("rollcall.rule", record.getEventName());
      SeverityNumber severity =
          switch (line.get("status").asString()) {
            case "FAIL" -> SeverityNumber.SEVERITY_NUMBER_ERROR;
            case "INCONCLUSIVE" -> SeverityNumber.SEVERITY_NUMBER_WARN2;
            case "WARN" -> SeverityNumber.SEVERITY_NUMBER_WARN;
            default -> SeverityNumber.SEVERITY_NUMBER_INFO;
          };
      assertEquals(severity, record.getSeverityNumber());
      assertEquals("SEVERITY_NUMBER_" + record.getSeverityText(), severity.name());
    }
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextIsOnlyText(String hostile) throws Exception {
    Run run = HostileRun.of(hostile);
    assertEquals(run.results().size(), logs(run).size());
    assertEquals(metrics(HostileRun.of("plain")).size(), metrics(run).size());
  }

  /** A collector takes 20 MiB; nothing gets lost between the requests. */
  @Test
  void manyRulesAreManyRequests() throws Exception {
    RuleResult longest = HostileRun.of("\ud83d\ude00".repeat(3000)).results().get(0);
    Run run = SampleRun.run(Collections.nCopies(201, longest), false);
    assertEquals(3, OtlpReport.logs(run).size());
    assertEquals(201, logs(run).size());
    long points =
        metrics(run).stream()
            .filter(metric -> metric.getName().equals("rollcall_rule_status"))
            .mapToLong(metric -> metric.getGauge().getDataPointsCount())
            .sum();
    assertEquals(201, points);
    for (List<OtlpReport.Part> parts : List.of(OtlpReport.logs(run), OtlpReport.metrics(run))) {
      for (OtlpReport.Part part : parts) {
        int length = part.body().length;
        assertTrue(length < 20 << 20, () -> length + " bytes");
      }
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** The bodies of 10,000 rules are 30 MB of log records; one is made at a time. */
  @Test
  void aBodyIsMadeWhenItIsAskedFor() {
    Run run =
        SampleRun.run(Collections.nCopies(10_000, SampleRun.everything().results().get(0)), false);
    OtlpReport.logs(run);
    long before = allocated();
    List<OtlpReport.Part> parts = OtlpReport.logs(run);
    long listed = allocated() - before;
    assertEquals(100, parts.size());
    assertTrue(listed < 1 << 20, () -> listed + " bytes");
    assertNotSame(parts.get(0).body(), parts.get(0).body());
    OtlpReport.Part metrics = OtlpReport.metrics(SampleRun.everything()).get(0);
    assertNotSame(metrics.body(), metrics.body());
  }

  @Test
  void aRunWithoutRulesSendsNoLogRecord() {
    assertEquals(List.of(), OtlpReport.logs(SampleRun.empty()));
    assertEquals(1, OtlpReport.metrics(SampleRun.empty()).size());
  }
}
