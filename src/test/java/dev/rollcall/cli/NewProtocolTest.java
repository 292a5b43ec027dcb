package dev.rollcall.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.RunDocument;
import dev.rollcall.document.StandInDocument;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.path.Route;
import dev.rollcall.probe.FreePorts;
import dev.rollcall.probe.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A protocol that is not among Rollcall's own does all that they do, once it is in the list of
 * protocols: nothing else in Rollcall knows of it.
 */
@Timeout(120)
class NewProtocolTest {
  private static final List<String> FORMATS =
      List.of("json", "jsonl", "junit", "prometheus", "console");

  private final AtomicInteger number = new AtomicInteger();
  private final List<String> passedOn = new CopyOnWriteArrayList<>();
  private volatile String server = "one.uni.edu";
  @AutoClose private Peer near;
  @AutoClose private Peer proxy;
  @TempDir private Path folder;

  @BeforeEach
  void open() throws IOException {
    near = Peer.serving(socket -> answer(new Lines(socket)));
    proxy =
        Peer.serving(
            socket -> {
              Lines lines = new Lines(socket);
              passedOn.add(lines.next());
              while (!lines.next().isEmpty()) {
                // The rest of the request's head.
              }
              lines.say("HTTP/1.1 200 Connection established\r\n\r\n");
              answer(lines);
            });
  }

  /** A connection that is read by lines. */
  private record Lines(BufferedReader in, OutputStream out) {
    Lines(Socket socket) throws IOException {
      this(
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)),
          socket.getOutputStream());
    }

    String next() throws IOException {
      String line = in.readLine();
      return line == null ? "" : line;
    }

    void say(String text) throws IOException {
      out.write(text.getBytes(US_ASCII));
      out.flush();
    }
  }

  /** The word said back; another number every time. */
  private void answer(Lines lines) throws IOException {
    String word = lines.next().split(" ", -1)[1];
    lines.say(
        server.isEmpty()
            ? "BUSY\r\n"
            : "ECHO " + word + " " + server + " " + number.incrementAndGet() + "\r\n");
  }

  private Path catalogue(int port) throws IOException {
    return Files.writeString(
        folder.resolve("checks.yaml"),
        """
        catalogue: echoes
        title: Echoes
        rules:
          - id: echo.near
            from: appsanywhere
            to: 127.0.0.1
            port: %d/tcp
            protocol: echo
            with: {word: /ready}
            usage: An echo on this host
          - id: echo.far
            from: appsanywhere
            to: echo.vendor.example
            port: 7/tcp
            protocol: echo
            external: true
            usage: An echo far away
          - id: echo.interval
            from: appsanywhere
            to: 127.0.0.1
            port: %d/tcp
            protocol: echo
            unprobed: measured by a stand-in
            witness: {health-checks: 30s, path: /ready}
            usage: How often the balancer asks
        """
            .formatted(port, port));
  }

  private Path site() throws IOException {
    return Files.writeString(
        folder.resolve("site.yaml"),
        "proxy: {url: 'http://127.0.0.1:%d', except: [127.0.0.1]}\n"
            .formatted(proxy.address().getPort()));
  }

  private static Said said(String... args) {
    return Said.to(EchoMain.PROTOCOLS, args);
  }

  private Said check(String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "check", "--checks=" + catalogue(near.address().getPort()), "--site=" + site()));
    FORMATS.forEach(format -> args.add("--report=" + format + "=" + report(format)));
    args.addAll(List.of(more));
    return said(args.toArray(String[]::new));
  }

  private Path report(String format) {
    return folder.resolve("report." + format);
  }

  @Test
  void isPlannedAndExplained() throws Exception {
    String checks = "--checks=" + catalogue(near.address().getPort());
    Said listed = said("list", checks);
    assertTrue(listed.out().matches("(?s).* echo +127\\.0\\.0\\.1 .*"), listed::toString);
    Said explained = said("explain", "echo.near", checks);
    assertTrue(explained.out().contains("One line with a word"), explained::toString);
    Said linted = said("lint", checks, "--site=" + site());
    assertEquals(0, linted.exit(), linted::toString);
    Said unknown = Said.to("lint", checks);
    assertTrue(unknown.err().contains("unknown protocol 'echo'"), unknown::toString);
  }

  @Test
  void isProbedAndInEveryReportAndGoesThroughTheProxy() throws Exception {
    Said checked = check();
    assertEquals(0, checked.exit(), checked::toString);
    for (String format : FORMATS) {
      String text = Files.readString(report(format));
      assertTrue(text.contains("echo.near") && text.contains("echo.far"), text);
    }
    List<RuleResult> results = RunDocument.read(report("json")).results();
    assertEquals(Status.PASS, results.get(0).verdict().status(), results::toString);
    assertInstanceOf(Route.Direct.class, finding(results.get(0)).route());
    assertEquals(Status.PASS, results.get(1).verdict().status(), results::toString);
    assertInstanceOf(Route.ViaProxy.class, finding(results.get(1)).route());
    assertEquals(List.of("CONNECT echo.vendor.example:7 HTTP/1.1"), passedOn);
    assertEquals(1, near.connections());
  }

  private static Finding finding(RuleResult result) {
    return assertInstanceOf(Evidence.Probed.class, result.evidence()).findings().get(0);
  }

  @Test
  void itsOwnAdviceIsGiven() throws Exception {
    server = "";
    Said checked = check();
    assertEquals(1, checked.exit(), checked::toString);
    for (String format : List.of("json", "junit", "console")) {
      String text = Files.readString(report(format)).replaceAll("\\s+", " ");
      assertTrue(text.contains("to wake the echo up: this host to 127.0.0.1, TCP port "), text);
    }
  }

  @Test
  void firewallsAreAskedForItByItsOwnNames() throws Exception {
    Path request = folder.resolve("request.csv");
    Said checked = check("--report=change-request=" + request, "--all");
    assertEquals(0, checked.exit(), checked::toString);
    List<String> rows = Files.readAllLines(request);
    assertEquals(4, rows.size(), rows::toString);
    assertEquals(
        2,
        rows.stream().filter(row -> row.contains(",echo,echo-app,allow,")).count(),
        rows::toString);
    assertTrue(rows.stream().anyMatch(row -> row.contains(",http-proxy,allow,")), rows::toString);
  }

  @Test
  void driftComparesOnlyItsLastingFacts() throws Exception {
    String history = "--history=" + folder.resolve("history");
    check(history, "--drift");
    Said same = check(history, "--drift");
    assertEquals(0, same.exit(), same::toString);
    assertTrue(number.get() >= 4, () -> "answers: " + number);
    server = "two.uni.edu";
    Said drifted = check(history, "--drift");
    assertEquals(4, drifted.exit(), drifted::toString);
    assertTrue(drifted.out().contains("echo.server"), drifted::toString);
    Said later = said("drift", history);
    assertTrue(later.out().contains("two.uni.edu"), later::toString);
  }

  @Test
  void itsStandInAnswersAndItsLogIsRead() throws Exception {
    int port = FreePorts.next();
    String checks = "--checks=" + catalogue(port);
    Path log = folder.resolve("log.json");
    Path output = folder.resolve("output");
    Process process = answer(output, checks, "--as=echo.near", "--report=json=" + log);
    try {
      await(process, output);
      Said checked =
          said(
              "check", checks, "--only=echo.near,echo.interval", "--report=json=" + report("json"));
      assertEquals(0, checked.exit(), checked::toString);
      assertEquals(
          Status.WARN, RunDocument.read(report("json")).results().get(0).verdict().status());
      try (Socket balancer = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Lines lines = new Lines(balancer);
        lines.say("ECHO /ready balancer\r\n");
        assertTrue(lines.next().startsWith("ECHO /ready Rollcall_stand-in"));
      }
      process.destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    String shown = Files.readString(output);
    assertTrue(shown.contains("echo: echo.word /ready, echo.client balancer"), shown);
    // Rollcall's own check is no health check.
    String asks = "127.0.0.1 asks " + port + "/tcp for /ready: once";
    assertTrue(shown.contains("Health checks: " + asks), shown);
    StandInLog read = StandInDocument.read(log);
    assertEquals(List.of("/ready", "/ready"), asked(read));
    Said rendered =
        said(
            "render",
            checks,
            report("json").toString(),
            log.toString(),
            "--report=json=" + report("merged"));
    assertEquals(0, rendered.exit(), rendered::toString);
    RuleResult interval = RunDocument.read(report("merged")).results().get(1);
    assertTrue(interval.verdict().summary().startsWith(asks), interval::toString);
  }

  private static List<String> asked(StandInLog log) {
    return log.visits().stream()
        .flatMap(visit -> visit.saw().stream())
        .filter(fact -> fact.name().equals("echo.word"))
        .map(fact -> fact.text())
        .toList();
  }

  private Process answer(Path output, String... args) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    EchoMain.class.getName(),
                    "answer",
                    "--bind=127.0.0.1"),
                Stream.of(args))
            .toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static void await(Process process, Path output) throws Exception {
    while (!Files.readString(output).contains("Stop it with Ctrl-C.")) {
      assertTrue(process.isAlive(), Files.readString(output));
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
