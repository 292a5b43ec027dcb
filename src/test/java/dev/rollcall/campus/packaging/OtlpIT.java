package dev.rollcall.campus.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code check --otlp} to a real receiver, VictoriaMetrics, on the appliance's loopback. */
@Tag("campus")
class OtlpIT {
  private static final String SERVER = "127.0.0.1:8428";
  private static final String URL = "http://" + SERVER + "/opentelemetry";
  private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(\\{.*}) (\\S+)");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Campus campus;
  private static Process server;

  @BeforeAll
  static void up() throws Exception {
    campus = Campus.up();
    server =
        campus.launch(
            "appliance",
            List.of(),
            Map.of(),
            List.of(
                campus.debian13().resolve("usr/bin/victoria-metrics").toString(),
                "-storageDataPath=" + campus.file("victoria-metrics"),
                "-httpListenAddr=" + SERVER));
    campus.awaitListening("appliance", server, "-lt sport = :8428");
  }

  @AfterAll
  static void down() {
    server.destroy();
    campus.finish(server);
  }

  private static String answer(String... options) {
    String[] command = {"curl", "-sS", "--fail", "--noproxy", "*"};
    Campus.Said said =
        campus.exec(
            "appliance",
            Map.of(),
            Stream.of(command, options).flatMap(Arrays::stream).toArray(String[]::new));
    assertEquals(0, said.exit(), said.toString());
    return said.out();
  }

  /** The samples that a report has, by name and labels; to the server, an empty label is none. */
  private static Map<String, Double> reported(Path file) throws Exception {
    Map<String, Double> samples = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        String series = sample.group(1) + sample.group(2).replaceAll("[a-z]+=\"\",?", "");
        samples.put(series.replace(",}", "}"), Double.valueOf(sample.group(3)));
      }
    }
    return samples;
  }

  /** What the server holds, a line for each series; it shows what came a while later. */
  private static List<String> exported(int series) throws Exception {
    List<String> lines = List.of();
    for (int time = 0; lines.size() < series && time < 100; time++) {
      Thread.sleep(time == 0 ? 0 : 200);
      answer("http://" + SERVER + "/internal/force_flush");
      lines =
          answer("-d", "match[]={__name__!=\"\"}", "http://" + SERVER + "/api/v1/export")
              .lines()
              .toList();
    }
    return lines;
  }

  /** The samples of these lines; each series has one, and the resource's labels. */
  private static Map<String, Double> held(List<String> lines, Map<String, String> resource) {
    Map<String, Double> samples = new HashMap<>();
    for (String line : lines) {
      JsonNode series = JSON.readTree(line);
      Map<String, String> labels = new TreeMap<>();
      series.path("metric").forEachEntry((name, value) -> labels.put(name, value.asString()));
      resource.forEach((name, value) -> assertEquals(value, labels.remove(name), line));
      assertEquals(1, series.path("values").size(), line);
      String name = labels.remove("__name__");
      samples.put(
          name
              + labels.entrySet().stream()
                  .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                  .collect(Collectors.joining(",", "{", "}")),
          series.path("values").get(0).asDouble());
    }
    return samples;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** The server takes metrics alone, and says so of log records. */
  @Test
  void theServerHoldsEverySampleOfTheReport() throws Exception {
    Path report = campus.file("otlp.prom");
    Campus.Checked checked =
        campus.check(
            "appliance",
            campus.file("site.yaml"),
            List.of(),
            "--otlp",
            "metrics=" + URL,
            "--otlp",
            "logs=" + URL,
            "--report",
            "prometheus=" + report);
    int rules = checked.run().results().size();
    String err = checked.said().err();
    assertTrue(
        err.startsWith(
            "--otlp: not everything was sent to "
                + URL
                + ": log records: "
                + rules
                + " of "
                + rules
                + " not sent: HTTP 400: \""),
        err);
    assertTrue(err.contains("unsupported path requested"), err);
    assertEquals(1, err.lines().count(), err);
    Map<String, Double> reported = reported(report);
    String host = checked.run().origin().host();
    Map<String, Double> held =
        held(
            exported(reported.size()),
            Map.of(
                "service.name",
                "rollcall",
                "service.version",
                checked.run().origin().version(),
                "service.instance.id",
                host,
                "host.name",
                host));
    assertEquals(reported.keySet(), held.keySet());
    // It keeps 15 digits.
    reported.forEach(
        (series, value) -> assertEquals(value, held.get(series), Math.abs(value) * 1e-14, series));
    assertTrue(reported.size() > 5 * rules, reported::toString);
  }
}
