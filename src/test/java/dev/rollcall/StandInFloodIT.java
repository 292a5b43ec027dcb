package dev.rollcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rollcall.document.StandInDocument;
import dev.rollcall.model.Intervals;
import dev.rollcall.model.StandInLog;
import dev.rollcall.probe.FreePorts;
import dev.rollcall.run.Protocols;
import dev.rollcall.verdict.witness.HealthChecks;
import dev.rollcall.verdict.witness.LogView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Floods a stand-in of 128 MiB on loopback: 50,000 visits from one source and as many from 300,
 * while a load balancer checks it. The number of visits and of connections at once is bounded.
 */
@Tag("long")
class StandInFloodIT {
  private static final Path JAR = Path.of(System.getProperty("rollcall.jar"));
  private static final int VISITS = 50_000;
  private static final int SOURCES = 300;
  private static final int AT_ONCE = 4;
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int CHECKS = 6;
  private static final String CHECKER = "127.1.1.1";

  @TempDir private Path folder;
  private int http;
  private int smtp;
  private Path log;
  private Path output;
  private Process standIn;

  @BeforeEach
  void start() throws Exception {
    http = FreePorts.next();
    smtp = FreePorts.next();
    Path checks =
        Files.writeString(
            folder.resolve("checks.yaml"),
            """
            catalogue: own
            title: Own checks
            rules:
              - {id: my.http, from: appsanywhere, to: 127.0.0.1, port: %d/tcp, protocol: http,
                 usage: x}
              - {id: my.smtp, from: appsanywhere, to: 127.0.0.1, port: %d/tcp, protocol: smtp,
                 with: {tls: none, auth: none}, usage: x}
            """
                .formatted(http, smtp));
    log = folder.resolve("log.json");
    output = folder.resolve("output");
    standIn =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-jar",
                JAR.toString(),
                "answer",
                "--as=my",
                "--bind=127.0.0.1",
                "--checks=" + checks,
                "--report=json=" + log)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    for (int looks = 0; !said().contains("Stop it with Ctrl-C."); looks++) {
      assertTrue(looks < 600 && standIn.isAlive(), said());
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @AfterEach
  void stop() {
    standIn.destroyForcibly();
  }

  private String said() throws IOException {
    return Files.readString(output);
  }

  private Socket connect(String source, int port) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(60_000);
    socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 60_000);
    return socket;
  }

  private String say(String source, int port, String text) throws IOException {
    try (Socket socket = connect(source, port)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Requests on one connection, each of which is a visit. */
  private int requests(String source, int count) throws IOException {
    String answers = say(source, http, "GET /flood HTTP/1.1\r\nHost: x\r\n\r\n".repeat(count));
    assertEquals(count, answers.split("HTTP/1\\.1 200 ", -1).length - 1, source);
    return count;
  }

  /**
   * As long a visit as one connection can make: control characters are logged six times as long.
   */
  private int hugeVisit(String source) throws IOException {
    String greeting = "EHLO " + "\u0001".repeat(400) + "\r\n";
    String answers = say(source, smtp, greeting.repeat(30) + "QUIT\r\n");
    assertTrue(answers.contains("221 "), answers);
    return 1;
  }

  private int connection(String source) throws IOException {
    connect(source, http).close();
    return 1;
  }

  @Test
  void itStaysUpAndItsLogIsWhole() throws Exception {
    AtomicInteger checks = new AtomicInteger();
    CountDownLatch enough = new CountDownLatch(CHECKS);
    ScheduledExecutorService checker = Executors.newSingleThreadScheduledExecutor();
    long visits = 0;
    try {
      Future<?> unused =
          checker.scheduleAtFixedRate(
              () -> check(checks, enough), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
      visits += sum(fromOneSource());
      visits += sum(fromManySources());
      assertTrue(enough.await(2, TimeUnit.MINUTES), () -> "only " + checks + " checks");
    } finally {
      checker.shutdown();
      assertTrue(checker.awaitTermination(1, TimeUnit.MINUTES));
    }
    assertEquals(2 * VISITS, visits);
    assertTrue(standIn.isAlive(), said());
    visits += checks.get() + requests("127.0.0.77", 1);
    hold();
    visits += requests("127.0.0.78", 1);
    standIn.destroy();
    assertTrue(standIn.waitFor(60, TimeUnit.SECONDS));
    assertWhole(visits);
  }

  private void check(AtomicInteger checks, CountDownLatch enough) {
    try {
      say(CHECKER, http, "GET /up HTTP/1.0\r\n\r\n");
      checks.incrementAndGet();
      enough.countDown();
    } catch (IOException e) {
      throw new IllegalStateException("a check failed, and no more will come", e);
    }
  }

  /** While it runs, the log is there, and as whole as at the end. */
  private void hold() throws IOException {
    assertTrue(StandInDocument.read(log).total() > 0);
  }

  private List<Callable<Integer>> fromOneSource() {
    List<Callable<Integer>> tasks = new ArrayList<>();
    int huge = 2000;
    for (int i = 0; i < huge; i++) {
      tasks.add(() -> hugeVisit("127.0.0.1"));
    }
    for (int i = 0; i < (VISITS - huge) / 100; i++) {
      tasks.add(() -> requests("127.0.0.1", 100));
    }
    return tasks;
  }

  private List<Callable<Integer>> fromManySources() {
    List<Callable<Integer>> tasks = new ArrayList<>();
    int each = VISITS / SOURCES;
    for (int i = 0; i < SOURCES; i++) {
      String source = "127.0." + (1 + i / 100) + "." + (1 + i % 100);
      tasks.add(() -> hugeVisit(source));
      tasks.add(() -> connection(source));
      tasks.add(() -> requests(source, each / 2));
      tasks.add(() -> requests(source, each - each / 2 - 2));
    }
    for (int i = each * SOURCES; i < VISITS; i++) {
      tasks.add(() -> connection("127.0.1.1"));
    }
    return tasks;
  }

  private static long sum(List<Callable<Integer>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      long sum = 0;
      for (Future<Integer> done : threads.invokeAll(tasks, 3, TimeUnit.MINUTES)) {
        sum += done.get();
      }
      return sum;
    } finally {
      threads.shutdownNow();
    }
  }

  private void assertWhole(long visits) throws IOException {
    assertEquals(143, standIn.exitValue(), said());
    String json = Files.readString(log);
    assertEquals(
        List.of(),
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(Path.of("checks", "schema", "stand-in.schema.json")))
            .validate(json, InputFormat.JSON));
    StandInLog read = StandInDocument.read(log);
    assertEquals(visits, read.total());
    assertEquals(0, read.unlogged());
    assertEquals(List.of(), read.incidents());
    assertTrue(json.length() <= 8 << 20, () -> json.length() + " bytes");
    HealthChecks checks =
        HealthChecks.of(new LogView(read, Protocols.ALL)).stream()
            .filter(one -> one.source().equals(CHECKER))
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        HealthChecks.of(new LogView(read, Protocols.ALL)).toString()));
    assertTrue(checks.count() >= CHECKS, checks.sentence());
    assertTrue(Intervals.within(checks.median(), INTERVAL, 5), checks.sentence());
    assertTrue(said().contains("Health checks: " + checks.sentence()), said());
  }
}
