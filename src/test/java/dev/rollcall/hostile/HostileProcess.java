package dev.rollcall.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.JUnitFile;
import dev.rollcall.document.RunDocument;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One {@code check} as a process of its own, in a small heap, and what must hold of it. */
public final class HostileProcess {
  public static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final Path JAR = Path.of(System.getProperty("rollcall.jar"));

  private final Path folder;
  private final HostileStage stage;

  HostileProcess(Path folder, HostileStage stage) {
    this.folder = folder;
    this.stage = stage;
  }

  private List<HostileStage.Place> places() {
    return Stream.concat(stage.healthy().stream(), stage.hostile().stream()).toList();
  }

  private Path reports() {
    return folder.resolve("reports");
  }

  /** Runs, and asserts everything that does not depend on what the servers did. */
  Run check() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Files.createDirectory(reports());
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command(temporary))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertTrue(process.waitFor(180, TimeUnit.SECONDS), () -> "it hangs: " + read(err));
    } finally {
      process.destroyForcibly();
    }
    assertEquals("", read(err));
    Run run = RunDocument.read(reports().resolve("json"));
    assertWhole(run, read(out));
    assertEquals(exit(run), process.exitValue(), read(out));
    assertEquals(List.of(), list(temporary));
    assertEquals(List.of("json", "junit", "prometheus"), list(reports()));
    return run;
  }

  private List<String> command(Path temporary) throws IOException {
    Path root = folder.resolve("root.pem");
    Files.writeString(root, TestAuthority.pem(List.of(TestAuthority.shared().root())));
    Path site = folder.resolve("site.yaml");
    Files.writeString(site, "trust: {internal: [root.pem]}\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                JAVA.toString(),
                "-Xmx64m",
                // The options of packaging/rollcall.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                JAR.toString(),
                "check",
                "--site=" + site,
                "--checks=" + catalogue(),
                "--timeout=" + TIMEOUT.toSeconds() + "s"));
    for (String format : List.of("json", "junit", "prometheus")) {
      command.add("--report=" + format + "=" + reports().resolve(format));
    }
    return command;
  }

  private Path catalogue() throws IOException {
    StringBuilder yaml = new StringBuilder("catalogue: hostile\ntitle: Hostile\nrules:\n");
    for (HostileStage.Place place : places()) {
      yaml.append("  - id: ").append(place.id()).append('\n');
      yaml.append("    from: appsanywhere\n    to: ");
      yaml.append(place.at().getAddress().getHostAddress()).append('\n');
      yaml.append("    port: ").append(place.port()).append('\n');
      yaml.append("    protocol: ").append(place.protocol()).append('\n');
      yaml.append("    usage: a server\n");
      if (!place.settings().isEmpty()) {
        yaml.append("    with:\n");
        place.settings().lines().forEach(s -> yaml.append("      ").append(s.strip()).append('\n'));
      }
    }
    return Files.writeString(folder.resolve("checks.yaml"), yaml);
  }

  private void assertWhole(Run run, String console) throws Exception {
    assertEquals(
        places().stream().map(HostileStage.Place::id).toList(),
        run.results().stream().map(result -> result.rule().id()).toList());
    assertFalse(run.interrupted());
    JUnitFile.assertMatches(run, reports().resolve("junit"));
    List<String> metrics = Files.readAllLines(reports().resolve("prometheus"));
    for (String line : metrics) {
      assertTrue(line.matches("# (HELP|TYPE|EOF).*|[a-z_]+(\\{.*\\})? [-+.0-9eE]+|"), line);
    }
    Set<String> measured =
        metrics.stream()
            .filter(line -> line.startsWith("rollcall_rule_status{"))
            .map(line -> line.replaceFirst(".*rule=\"([^\"]*)\".*", "$1"))
            .collect(Collectors.toSet());
    for (HostileStage.Place place : places()) {
      assertTrue(console.contains(place.id()), () -> place.id() + " is not in " + console);
      assertTrue(measured.contains(place.id()), () -> place.id() + " is not in " + metrics);
    }
  }

  private static int exit(Run run) {
    return switch (run.status()) {
      case PASS, WARN, SKIPPED -> 0;
      case INCONCLUSIVE -> 3;
      case FAIL -> 1;
    };
  }

  /** Asserts that no healthy server is the worse for its neighbours, and no hostile one passes. */
  void assertVerdicts(Run run) {
    Set<String> mayPass =
        places().stream()
            .filter(HostileStage.Place::mayPass)
            .map(HostileStage.Place::id)
            .collect(Collectors.toSet());
    for (RuleResult result : run.results()) {
      String id = result.rule().id();
      if (id.startsWith("healthy.")) {
        assertEquals(Status.PASS, result.verdict().status(), () -> id + ": " + result.verdict());
      } else {
        assertTrue(
            result.verdict().status() != Status.PASS || mayPass.contains(id),
            () -> id + ": " + result.verdict());
        assertTrue(
            result.verdict().cause().filter(f -> f.kind() == FaultKind.INTERNAL).isEmpty(),
            () -> id + ": " + result.verdict());
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static List<String> list(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
