package dev.rollcall.campus;

import dev.rollcall.document.RunDocument;
import dev.rollcall.model.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The campus of {@code src/test/campus}, brought up once for all tests of a JVM, and Rollcall's jar
 * run in the namespace of a vantage: {@link #process} as its user would, in a process of its own;
 * {@link #rollcall} in a Java that stays.
 */
final class Campus {
  private static final Path SCRIPT = Path.of("src/test/campus/campus").toAbsolutePath();
  static final Path JAR =
      Path.of(System.getProperty("rollcall.jar", "target/rollcall.jar")).toAbsolutePath();
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** Each Java that runs tests beside others has a campus of its own. */
  private static final Path HOME =
      JAR.resolveSibling(System.getProperty("rollcall.campus", "campus-1"));

  static final long PATIENCE_SECONDS = 180;
  private static Campus shared = null;

  private final Path dir;

  /** By vantage. */
  private final Map<String, WarmRollcall> warm = new HashMap<>();

  private Campus(Path dir) {
    this.dir = dir;
  }

  /** The campus, up, with nothing wrong in it. */
  static synchronized Campus up() {
    if (shared == null) {
      Campus campus = new Campus(HOME);
      campus.script("up", campus.dir.toString());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> campus.script("down", campus.dir.toString()), "campus down"));
      shared = campus;
    }
    shared.script("mend", shared.dir.toString());
    return shared;
  }

  /** A file of the campus' own directory, such as {@code site.yaml}. */
  Path file(String name) {
    return dir.resolve(name);
  }

  /** The campus' site file with this in it, under another name beside it. */
  Path site(String name, UnaryOperator<String> change) {
    return site("site.yaml", name, change);
  }

  /**
   * The site file for one account of the directory, or another user where the rule has no
   * directory's, with a password of its own.
   *
   * @param was the account that it stands in for: {@code svc-appsanywhere}, {@code
   *     appsanywhere_user} or {@code apikey}
   */
  Path credentials(String was, String account, String password) {
    String secret = "secrets/" + account + "-" + Integer.toHexString(password.hashCode());
    try {
      Path file = Files.writeString(file(secret), password);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return site(
        "site-credentials.yaml",
        "site-" + account + ".yaml",
        text ->
            text.replace(
                "user: " + was + ", password: {file: secrets/" + was + "}",
                "user: " + account + ", password: {file: " + secret + "}"));
  }

  /** What Samba's logs say of an account's logins, one a line: server, service, account, status. */
  List<String> logins(String account) {
    return script("logins", dir.toString(), account).lines().toList();
  }

  /** Every byte that the decoy was ever sent there, such as {@code 636-tcp}; after TLS. */
  byte[] decoyed(String port) {
    Path file = file("log/decoy/" + port);
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets the wrong passwords of an account, five of which lock it. */
  void unlock(String account) {
    script("unlock", dir.toString(), account);
  }

  /** A folder for {@code --history} that nothing is remembered in. */
  Path history() {
    try {
      return Files.createTempDirectory(dir, "history");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The refused credentials that a history remembers, a file each. */
  static List<Path> refusals(Path history) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(history, "refused-*")) {
      List<Path> refusals = new ArrayList<>();
      files.forEach(refusals::add);
      return refusals;
    }
  }

  /** A site file with this in it, under another name beside it. */
  Path site(String from, String name, UnaryOperator<String> change) {
    try {
      String sound = Files.readString(file(from));
      String changed = change.apply(sound);
      if (changed.equals(sound)) {
        throw new AssertionError("nothing was changed in the site file");
      }
      return Files.writeString(file(name), changed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks every server by a client that is not ours, and gives what {@code campus prove} says. */
  String prove() {
    return script("prove", dir.toString());
  }

  /**
   * The servers of other makes.
   *
   * @param action {@code up}, {@code prove} or {@code down}
   */
  String makes(String action) {
    return script("makes", action, dir.toString());
  }

  /** Switches faults on; {@link #up} mends them. */
  void fault(String... names) {
    if (names.length == 0) {
      return;
    }
    List<String> arguments = new ArrayList<>(List.of("fault", dir.toString()));
    arguments.addAll(List.of(names));
    script(arguments.toArray(String[]::new));
  }

  /** Switches these faults off again, and leaves the others on. */
  void mend(String... names) {
    for (String name : names) {
      script("mend", dir.toString(), name);
    }
  }

  /** What a finished process said. */
  record Said(int exit, String out, String err) {}

  /** Runs Rollcall in the namespace of a vantage, in a Java that stays for the next. */
  synchronized Said rollcall(String vantage, String... arguments) {
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
  Said process(String vantage, String... arguments) {
    return process(vantage, List.of(), Map.of(), arguments);
  }

  /**
   * Runs Rollcall in the namespace of a vantage, in a process of its own.
   *
   * @param options of {@code campus exec}, such as {@code --system-ca}
   */
  Said process(
      String vantage, List<String> options, Map<String, String> environment, String... arguments) {
    return finish(start(vantage, options, environment, arguments));
  }

  /** Starts Rollcall and leaves it running; {@link #finish} waits for it. */
  Process start(
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
  Said exec(String place, Map<String, String> environment, String... command) {
    return finish(launch(place, List.of(), environment, List.of(command)));
  }

  /**
   * Waits until stand-ins listen.
   *
   * @param by who is to, and must not end before
   * @param socket as ss selects it: {@code -lt sport = :443}
   */
  void awaitListening(String place, Process by, String socket) throws InterruptedException {
    for (int looks = 0; ; looks++) {
      if (!exec(place, Map.of(), "sh", "-c", "ss -Hn " + socket).out().isBlank()) {
        return;
      }
      if (!by.isAlive()) {
        throw new AssertionError(finish(by).toString());
      }
      if (looks == 300) {
        throw new AssertionError("nobody listens: " + socket);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Starts any command in a namespace and leaves it running; {@link #finish} waits for it. */
  Process launch(
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

  private static final Map<Process, List<Path>> OUTPUTS = new ConcurrentHashMap<>();

  Said finish(Process process) {
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

  /** A checked run: its exit code, what it said, and the run that it wrote as JSON. */
  record Checked(Said said, Run run) {
    int exit() {
      return said.exit();
    }
  }

  /** {@code check} from the appliance with the campus' site file, and these arguments. */
  Checked check(String... arguments) {
    return check("appliance", file("site.yaml"), List.of(), arguments);
  }

  /**
   * {@code check} with these arguments.
   *
   * @param options of {@code campus exec}; with any, it runs in a process of its own
   */
  Checked check(String vantage, Path site, List<String> options, String... arguments) {
    Path json = file("run.json");
    String[] all = checking(site, json, arguments);
    return checked(
        json,
        options.isEmpty() ? rollcall(vantage, all) : process(vantage, options, Map.of(), all));
  }

  /** As {@link #check(String...)}, in a process of its own. */
  Checked checkInOwnProcess(String... arguments) {
    Path json = file("run.json");
    return checked(json, process("appliance", checking(file("site.yaml"), json, arguments)));
  }

  private String[] checking(Path site, Path json, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("check", "--site", site.toString(), "--report", "json=" + json));
    all.addAll(List.of(arguments));
    if (!all.contains("--history")) {
      // No run knows of another's refused logins.
      all.addAll(List.of("--history", history().toString()));
    }
    return all.toArray(String[]::new);
  }

  private static Checked checked(Path json, Said said) {
    return new Checked(said, read(json, said));
  }

  static Run read(Path json, Said said) {
    try {
      return RunDocument.read(json);
    } catch (IOException e) {
      throw new AssertionError("no run document: " + said, e);
    }
  }

  private String script(String... arguments) {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    try {
      Path log = HOME.resolveSibling(HOME.getFileName() + "-" + arguments[0] + ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroy();
        throw new AssertionError(command + " did not end");
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(command + " failed:\n" + Files.readString(log));
      }
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
