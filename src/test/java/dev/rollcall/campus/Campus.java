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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The campus of {@code src/test/campus}, brought up once for all tests of a JVM. */
public final class Campus extends CampusProcesses {
  /** Each Java that runs tests beside others has a campus of its own. */
  private static final Path HOME =
      JAR.resolveSibling(System.getProperty("rollcall.campus", "campus-1"));

  private static Campus shared = null;

  private Campus(Path dir) {
    super(dir);
  }

  /** The campus, up, with nothing wrong in it. */
  public static synchronized Campus up() {
    if (shared == null) {
      Campus campus = new Campus(HOME);
      campus.script("up", campus.dir.toString());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> campus.script("down", campus.dir.toString()), "campus down"));
      shared = campus;
    }
    shared.script("clear", shared.dir.toString());
    return shared;
  }

  /** The campus' site file with this in it, under another name beside it. */
  public Path site(String name, UnaryOperator<String> change) {
    return site("site.yaml", name, change);
  }

  /**
   * The site file for one account of the directory, or another user where the rule has no
   * directory's, with a password of its own.
   *
   * @param was the account that it stands in for: {@code svc-appsanywhere}, {@code
   *     appsanywhere_user} or {@code apikey}
   */
  public Path credentials(String was, String account, String password) {
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
  public List<String> logins(String account) {
    return script("logins", dir.toString(), account).lines().toList();
  }

  /** Every byte that the decoy was ever sent there, such as {@code 636-tcp}; after TLS. */
  public byte[] decoyed(String port) {
    Path file = file("log/decoy/" + port);
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets the wrong passwords of an account, five of which lock it. */
  public void unlock(String account) {
    script("unlock", dir.toString(), account);
  }

  /** A folder for {@code --history} that nothing is remembered in. */
  public Path history() {
    try {
      return Files.createTempDirectory(dir, "history");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The refused credentials that a history remembers, a file each. */
  public static List<Path> refusals(Path history) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(history, "refused-*")) {
      List<Path> refusals = new ArrayList<>();
      files.forEach(refusals::add);
      return refusals;
    }
  }

  /** A site file with this in it, under another name beside it. */
  public Path site(String from, String name, UnaryOperator<String> change) {
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
  public String makes(String action) {
    return script("makes", action, dir.toString());
  }

  /** Where the servers of the next Debian are unpacked. */
  public Path debian13() {
    String said = script("debian13").strip();
    return Path.of(said.substring(said.lastIndexOf('\n') + 1));
  }

  /** Switches faults on; {@link #up} switches them off. */
  public void fault(String... names) {
    if (names.length == 0) {
      return;
    }
    List<String> arguments = new ArrayList<>(List.of("fault", dir.toString()));
    arguments.addAll(List.of(names));
    script(arguments.toArray(String[]::new));
  }

  /** Switches these faults off again, and leaves the others on. */
  public void clear(String... names) {
    for (String name : names) {
      script("clear", dir.toString(), name);
    }
  }

  /** What a finished process said. */
  public record Said(int exit, String out, String err) {}

  /** A checked run: its exit code, what it said, and the run that it wrote as JSON. */
  public record Checked(Said said, Run run) {
    public int exit() {
      return said.exit();
    }
  }

  /** {@code check} from the appliance with the campus' site file, and these arguments. */
  public Checked check(String... arguments) {
    return check("appliance", file("site.yaml"), List.of(), arguments);
  }

  /**
   * {@code check} with these arguments.
   *
   * @param options of {@code campus exec}; with any, it runs in a process of its own
   */
  public Checked check(String vantage, Path site, List<String> options, String... arguments) {
    Path json = file("run.json");
    String[] all = checking(site, json, arguments);
    return checked(
        json,
        options.isEmpty() ? rollcall(vantage, all) : process(vantage, options, Map.of(), all));
  }

  /** As {@link #check(String...)}, in a process of its own. */
  public Checked checkInOwnProcess(String... arguments) {
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

  public static Run read(Path json, Said said) {
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
