package dev.rollcall.campus;

import dev.rollcall.campus.Campus.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands in the namespaces of the campus, and Rollcall's jar: {@link #process} as its user
 * would, in a process of its own; {@link #rollcall} in a Java that stays.
 */
abstract class CampusProcesses {
  static final Path SCRIPT = Path.of("src/test/campus/campus").toAbsolutePath();
  public static final Path JAR =
      Path.of(System.getProperty("rollcall.jar", "target/rollcall.jar")).toAbsolutePath();
  public static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /**
   * Many times what anything here takes: it ends what hangs, and nothing that a busy host delays.
   */
  static final long PATIENCE_SECONDS = 600;

  private static final Map<Process, List<Path>> OUTPUTS = new ConcurrentHashMap<>();

  final Path dir;

  /** By vantage. */
  private final Map<String, WarmRollcall> warm = new HashMap<>();

  CampusProcesses(Path dir) {
    this.dir = dir;
  }

  /** A file of the campus' own directory, such as {@code site.yaml}. */
  public Path file(String name) {
    return dir.resolve(name);
  }

  /** Runs Rollcall in the namespace of a vantage, in a Java that stays for the next. */
  public synchronized Said rollcall(String vantage, String... arguments) {
    WarmRollcall java = warm.get(vantage);
    if (java == null || !java.alive()) {
      java = new WarmRollcall(stay(vantage));
      warm.put(vantage, java);
    }
    return java.run(Map.of("STATE_DIRECTORY", state(arguments)), arguments);
  }

  private Process stay(String vantage) {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "exec"));
    command.addAll(List.of(dir.toString(), vantage));
    command.addAll(WarmRollcall.COMMAND);
    try {
      return new ProcessBuilder(command)
          .redirectError(
              ProcessBuilder.Redirect.appendTo(file("log/warm-" + vantage + ".err").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is remembered of logins is in the history alone, as that of a systemd service. */
  private String state(String... arguments) {
    int history = List.of(arguments).indexOf("--history");
    return history < 0 ? file("state-" + UUID.randomUUID()).toString() : arguments[history + 1];
  }

  /** Runs Rollcall in the namespace of a vantage, in a process of its own. */
  public Said process(String vantage, String... arguments) {
    return process(vantage, List.of(), Map.of(), arguments);
  }

  /**
   * Runs Rollcall in the namespace of a vantage, in a process of its own.
   *
   * @param options of {@code campus exec}, such as {@code --system-ca}
   */
  public Said process(
      String vantage, List<String> options, Map<String, String> environment, String... arguments) {
    return finish(start(vantage, options, environment, arguments));
  }

  /** Starts Rollcall and leaves it running; {@link #finish} waits for it. */
  public Process start(
      String vantage, List<String> options, Map<String, String> environment, String... arguments) {
    // A build that runs in the background may ignore SIGINT, and its children with it.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    // The options of packaging/rollcall.
    command.addAll(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    Map<String, String> own = new HashMap<>(environment);
    own.putIfAbsent("STATE_DIRECTORY", state(arguments));
    return launch(vantage, options, own, command);
  }

  /** Runs any command in a namespace. */
  public Said exec(String place, Map<String, String> environment, String... command) {
    return finish(launch(place, List.of(), environment, List.of(command)));
  }

  /**
   * Waits until stand-ins listen.
   *
   * @param by who is to, and must not end before
   * @param socket as ss selects it: {@code -lt sport = :443}
   */
  public void awaitListening(String place, Process by, String socket) throws InterruptedException {
    for (int looks = 0; ; looks++) {
      if (!exec(place, Map.of(), "sh", "-c", "ss -Hn " + socket).out().isBlank()) {
        return;
      }
      if (!by.isAlive()) {
        throw new AssertionError(finish(by).toString());
      }
      if (looks == 300) {
        throw new AssertionError("no listener: " + socket);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Starts any command in a namespace and leaves it running; {@link #finish} waits for it. */
  public Process launch(
      String place, List<String> options, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "exec"));
    command.addAll(options);
    command.addAll(List.of(dir.toString(), place));
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectOutput(Files.createTempFile(dir, "out", ".txt").toFile());
      builder.redirectError(Files.createTempFile(dir, "err", ".txt").toFile());
      Process process = builder.start();
      OUTPUTS.put(
          process,
          List.of(
              builder.redirectOutput().file().toPath(), builder.redirectError().file().toPath()));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Said finish(Process process) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("rollcall did not end within " + PATIENCE_SECONDS + " s");
      }
      List<Path> files = OUTPUTS.remove(process);
      Said said =
          new Said(
              process.exitValue(), Files.readString(files.get(0)), Files.readString(files.get(1)));
      for (Path file : files) {
        Files.delete(file);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
