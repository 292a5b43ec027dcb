package dev.rollcall.campus.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Six weeks of runs of the whole table, half an hour apart; the benchmark has five times as many.
 */
@Tag("campus")
class LongHistoryIT {
  private static final int RUNS = 2_000;
  private static final Duration APART = Duration.ofMinutes(30);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int TIMES = 1;
  private static final Path LAUNCHER = Path.of("packaging/rollcall").toAbsolutePath();
  private static Campus campus;
  private static Path history;

  @BeforeAll
  static void fill() throws IOException {
    campus = Campus.up();
    history = campus.history();
    Campus.Said said = check();
    assertEquals(0, said.exit(), said.toString());
    Path document = files(".json.gz").get(0);
    String id = document.getFileName().toString().replace(".json.gz", "");
    String line = Files.readString(files(".jsonl").get(0), US_ASCII);
    String at = line.replaceAll("(?s).*?\"at\":\"([^\"]+)\".*", "$1");
    byte[] packed = Files.readAllBytes(document);
    long begun = System.nanoTime();
    for (int i = RUNS - 1; i > 0; i--) {
      Instant earlier = Instant.parse(at).minus(APART.multipliedBy(i));
      append(earlier, line.replace(id, id(earlier)).replace(at, earlier.toString()), packed);
    }
    // The real one is the last again.
    List<String> last = Files.readAllLines(journal(Instant.parse(at)), US_ASCII);
    last.remove(line.strip());
    last.add(line.strip());
    Files.write(journal(Instant.parse(at)), last);
    System.out.printf(
        Locale.ROOT,
        "%d runs of %d + %d bytes, %d MB on the disk, written in %.1f s%n",
        RUNS,
        line.length(),
        packed.length,
        size() >> 20,
        (System.nanoTime() - begun) / 1e9);
  }

  private static String id(Instant at) {
    return STAMP.format(at) + "-appsanywhere";
  }

  private static Path journal(Instant at) {
    return history.resolve("runs").resolve(id(at).substring(0, 10)).resolve("journal.jsonl");
  }

  private static void append(Instant at, String line, byte[] packed) throws IOException {
    Path journal = journal(at);
    Files.createDirectories(journal.getParent());
    try (BufferedWriter out =
        Files.newBufferedWriter(
            journal, US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(line);
    }
    Files.write(journal.resolveSibling(id(at) + ".json.gz"), packed);
  }

  private static Campus.Said check(String... more) {
    List<String> arguments = new ArrayList<>(List.of("check", "--history", history.toString()));
    arguments.addAll(List.of("--site", campus.file("site.yaml").toString(), "--drift"));
    arguments.addAll(List.of(more));
    return campus.process("appliance", arguments.toArray(String[]::new));
  }

  private static List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(history)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }

  private static long size() throws IOException {
    long size = 0;
    for (Path file : files("")) {
      size += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    return size;
  }

  private static Campus.Said drift(String name, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("drift", "--history", history.toString()));
    List<Long> millis = new ArrayList<>();
    Campus.Said said = null;
    for (int i = 0; i < TIMES; i++) {
      long begun = System.nanoTime();
      said =
          campus.exec(
              "appliance",
              Map.of("ROLLCALL_JAR", Campus.JAR.toString()),
              all.toArray(String[]::new));
      millis.add((System.nanoTime() - begun) / 1_000_000);
    }
    System.out.println("drift, " + name + ", ms: " + millis);
    return said;
  }

  private static List<Campus.Said> drifts(String when) {
    return Arrays.asList(
        drift(when + ", by the launcher", LAUNCHER.toString()),
        drift(
            when + ", with 64 MB of heap", Campus.JAVA, "-Xmx64m", "-jar", Campus.JAR.toString()));
  }

  /** What is printed here is the measurement; what is asserted is that it works at all. */
  @Test
  void driftIsReported() throws IOException {
    for (Campus.Said said : drifts("nothing changed")) {
      assertEquals(0, said.exit(), said.toString());
    }
    campus.fault("drop:MSSQL.uni.edu:1433/tcp");
    long begun = System.nanoTime();
    Campus.Said check = check();
    System.out.println("check, ms: " + (System.nanoTime() - begun) / 1_000_000);
    Campus.up();
    assertEquals(1, check.exit(), check.toString());
    for (Campus.Said said : drifts("a rule dropped")) {
      assertEquals(1, said.exit(), said.toString());
      assertTrue(said.out().contains("sql.tds"), said.out());
    }
    assertTrue(files(".json.gz").size() > RUNS - 1);
  }
}
