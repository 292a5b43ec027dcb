package dev.rollcall.campus.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The passwords of real logins turn up nowhere: not in what is printed or written, with every
 * library's log at its loudest, not in the process list, a thread dump, or the report of a crash.
 */
@Tag("campus")
class SecretsIT {
  private static final String WRONG = "Planted-Zebra-4711";
  private static final List<String> ACCOUNTS =
      List.of("svc-appsanywhere", "appsanywhere_user", "apikey");

  private final Campus campus = Campus.up();
  private final Path folder = campus.history();

  @AfterAll
  static void clearFaults() {
    Campus.up();
  }

  /** As it is, and as protocols write it. */
  private static List<String> forms(String secret) {
    List<String> forms = new ArrayList<>(List.of(secret));
    for (byte[] bytes :
        List.of(
            secret.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_16LE))) {
      forms.add(new String(bytes, StandardCharsets.ISO_8859_1));
      forms.add(Base64.getEncoder().encodeToString(bytes));
      forms.add(HexFormat.of().formatHex(bytes));
      forms.add(HexFormat.ofDelimiter(" ").formatHex(bytes));
    }
    for (String user : ACCOUNTS) {
      byte[] plain = ("\0" + user + "\0" + secret).getBytes(StandardCharsets.UTF_8);
      forms.add(Base64.getEncoder().encodeToString(plain));
    }
    return forms;
  }

  private static void clean(String what, String text, String secret) {
    for (String form : forms(secret)) {
      int at =
          text.toLowerCase(java.util.Locale.ROOT).indexOf(form.toLowerCase(java.util.Locale.ROOT));
      assertTrue(
          at < 0,
          () ->
              what + ": " + text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 80)));
    }
  }

  /** Every file below the folder of this test: reports, history, logs, dumps. */
  private void cleanFiles(String secret) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        clean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1), secret);
      }
    }
  }

  /** Java's logging at its loudest, into a file; slf4j is bound to nothing in the jar. */
  private Map<String, String> loud() throws IOException {
    Path logging =
        Files.writeString(
            folder.resolve("logging.properties"),
            """
            handlers=java.util.logging.FileHandler
            .level=ALL
            java.util.logging.FileHandler.level=ALL
            java.util.logging.FileHandler.pattern=%s/java.log
            java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
            """
                .formatted(folder));
    return Map.of(
        "JDK_JAVA_OPTIONS",
        "-Djava.util.logging.config.file=" + logging + " -XX:ErrorFile=" + folder + "/hs_err.log");
  }

  private String[] arguments(Path site, String... more) {
    List<String> all = new ArrayList<>(List.of("check", "--site", site.toString(), "--verbose"));
    all.addAll(List.of("--history", folder.resolve("history").toString()));
    for (String format : List.of("json", "junit", "console")) {
      all.addAll(List.of("--report", format + "=" + folder.resolve("report." + format)));
    }
    for (String rule : List.of("sql.*", "ad.*", "files.*", "mail.*")) {
      all.addAll(List.of("--only", rule));
    }
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** All four accounts with one password. */
  private Path site(String password) throws IOException {
    campus.unlock("svc-other");
    Path secret = Files.writeString(campus.file("secrets/planted"), password);
    Files.setPosixFilePermissions(
        secret, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    return campus.site(
        "site-credentials.yaml",
        "site-planted.yaml",
        text ->
            text.replaceAll("secrets/[a-z_-]+", "secrets/planted")
                // Its failures are counted, and it is not the one that others need.
                .replace("user: svc-appsanywhere", "user: svc-other"));
  }

  private Campus.Said run(Path site, String... more) throws IOException {
    return campus.process("appliance", List.of(), loud(), arguments(site, more));
  }

  @Test
  void ofLoginsThatSucceed() throws Exception {
    String secret = Files.readString(campus.file("secrets/svc-appsanywhere")).strip();
    Campus.Said said = run(campus.file("site-credentials.yaml"));
    assertTrue(said.out().contains("right: proven"), said::toString);
    clean("standard output", said.out(), secret);
    clean("standard error", said.err(), secret);
    cleanFiles(secret);
    assertTrue(Files.size(folder.resolve("java.log")) > 1000, "the libraries did log");
  }

  @Test
  void ofLoginsThatFail() throws Exception {
    Campus.Said said = run(site(WRONG));
    assertEquals(1, said.exit(), said::toString);
    assertTrue(said.out().contains("AUTHENTICATE DENIED"), said::toString);
    clean("standard output", said.out(), WRONG);
    clean("standard error", said.err(), WRONG);
    cleanFiles(WRONG);
    assertFalse(
        Campus.refusals(folder.resolve("history")).isEmpty(),
        "refusals are remembered, without the secret");
  }

  /** The secret is held while a server is silent; then the process is made to crash. */
  @Test
  void ofAProcessThatCrashes() throws Exception {
    campus.fault("hang:MSSQL.uni.edu:1433/tcp");
    Process process =
        campus.start(
            "appliance",
            List.of(),
            loud(),
            arguments(site(WRONG), "--timeout", "60s", "--only", "sql.tds"));
    ProcessHandle java = java(process);
    String threads = "";
    for (int looks = 0; looks < 100 && !threads.contains("\"probe\""); looks++) {
      TimeUnit.MILLISECONDS.sleep(200);
      threads =
          campus
              .exec(
                  "appliance",
                  Map.of(),
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(java.pid()),
                  "Thread.print")
              .out();
    }
    assertTrue(threads.contains("\"probe\""), threads);
    clean("thread dump", threads, WRONG);
    clean("process list", commandLine(java), WRONG);
    clean(
        "environment",
        Files.readString(
            Path.of("/proc", Long.toString(java.pid()), "environ"), StandardCharsets.ISO_8859_1),
        WRONG);
    campus.exec("appliance", Map.of(), "kill", "-SEGV", Long.toString(java.pid()));
    Campus.Said said = campus.finish(process);
    assertFalse(said.exit() == 0 || said.exit() == 1, said::toString);
    Path report = folder.resolve("hs_err.log");
    assertTrue(Files.exists(report), said::toString);
    assertTrue(Files.readString(report, StandardCharsets.ISO_8859_1).contains("SIGSEGV"));
    clean("standard output", said.out(), WRONG);
    clean("standard error", said.err(), WRONG);
    cleanFiles(WRONG);
  }

  private static String commandLine(ProcessHandle java) throws IOException {
    return Files.readString(
        Path.of("/proc", Long.toString(java.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
  }

  /** The Java process that the campus' script became or started. */
  private static ProcessHandle java(Process process) throws Exception {
    for (int looks = 0; looks < 100; looks++) {
      List<ProcessHandle> all =
          Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
      for (ProcessHandle one : all) {
        if (one.info().command().filter(command -> command.endsWith("/java")).isPresent()) {
          return one;
        }
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("no java below " + process);
  }
}
