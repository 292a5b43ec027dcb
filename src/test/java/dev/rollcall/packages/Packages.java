package dev.rollcall.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packages that the build has made, and the tools that look into them. */
final class Packages {
  static final Path JAR = Path.of(System.getProperty("rollcall.jar"));
  static final Path FOLDER = JAR.resolveSibling("packages");

  /** A file or folder of a package: {@code drwxr-xr-x}, owner and group, the target of a link. */
  record Entry(String mode, String owner, String target) {}

  private Packages() {}

  /** The only file whose name ends so. */
  static Path file(String end) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> found = files.filter(one -> one.toString().endsWith(end)).toList();
      assertEquals(1, found.size(), () -> end + ": " + found);
      return found.get(0);
    }
  }

  /** What the tool prints; it must end well. */
  static String run(String... command) throws IOException, InterruptedException {
    return run(Map.of(), command);
  }

  /** The same with this environment in place of the test's own, if it has any. */
  static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (!environment.isEmpty()) {
      builder.environment().clear();
      builder.environment().putAll(environment);
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + output);
    return output;
  }

  /** The entries that {@code tar -tv} or {@code dpkg-deb -c} lists, by path. */
  static Map<String, Entry> listed(String output) {
    Map<String, Entry> entries = new TreeMap<>();
    for (String line : output.lines().toList()) {
      String[] fields = line.split("\\s+", 6);
      String[] link = fields[5].split(" -> ", 2);
      String path = link[0].replaceFirst("^\\./", "/").replaceFirst("(?<=.)/$", "");
      entries.put(path, new Entry(fields[0], fields[1], link.length == 2 ? link[1] : ""));
    }
    return entries;
  }

  /** What such a file, folder or link of the installed packages must be like. */
  static Entry expected(String path, Entry found) {
    boolean program =
        path.matches(
            "(/usr/lib/rollcall|[^/]+)/(borrow-address|rollcall|runtime/bin/[^/]+|runtime/lib/j(exec|spawnhelper))");
    boolean folder = found.mode().startsWith("d");
    String mode = folder ? "drwxr-xr-x" : program ? "-rwxr-xr-x" : "-rw-r--r--";
    // The mode of a link means nothing.
    return new Entry(found.target().isEmpty() ? mode : found.mode(), "root/root", found.target());
  }

  /** What the deb and the rpm must both install. */
  static void assertInstalled(Set<String> paths) throws IOException {
    String lib = "/usr/lib/rollcall/";
    String doc = "/usr/share/doc/rollcall/";
    Set<String> missing =
        new TreeSet<>(
            List.of(
                "/etc/rollcall/site.yaml",
                "/usr/bin/rollcall",
                lib + "borrow-address",
                lib + "rollcall",
                lib + "rollcall.jar",
                lib + "runtime/bin/java",
                lib + "runtime/legal/java.base/LICENSE",
                "/usr/lib/systemd/system/rollcall.service",
                "/usr/lib/systemd/system/rollcall.timer",
                "/usr/share/bash-completion/completions/rollcall",
                "/usr/share/man/man1/rollcall.1.gz",
                "/usr/share/man/man1/rollcall-check.1.gz",
                doc + "README.md",
                doc + "monitoring.md",
                doc + "copyright",
                doc + "examples/cron/rollcall",
                doc + "examples/site.example.yaml",
                doc + "rollcall.cdx.json",
                "/var/cache/rollcall"));
    missing.removeAll(paths);
    for (String library : libraries()) {
      String licences = doc + "licenses/" + library + "/";
      if (paths.stream().noneMatch(one -> one.startsWith(licences) && one.contains("LICENSE"))) {
        missing.add(licences);
      }
    }
    assertEquals(new TreeSet<>(), missing);
  }

  /** A path of a package or of the source, or the target of a link without a scheme. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\]\\(([^):#]+)|(?<![\\w./:-])((?:\\.\\.|packaging|target|src|checks|examples|man|completion"
              + "|/usr/(?:bin|lib|share)|/opt/rollcall|/etc/rollcall/site|/var/cache)(?:[./][\\w./-]*\\w)?)");

  /**
   * What a page or unit names that the package does not have.
   *
   * @param folder what it calls by a path that does not begin with a slash is below this one
   * @param paths of the package
   */
  static Set<String> missing(String text, String folder, Set<String> paths) {
    Set<String> missing = new TreeSet<>();
    for (MatchResult named : NAMED.matcher(text).results().toList()) {
      String name = named.group(1) == null ? named.group(2) : named.group(1);
      boolean path = named.group(1) != null || name.contains("/");
      if (path && !paths.contains(name.startsWith("/") ? name : folder + name)) {
        missing.add(name);
      }
    }
    return missing;
  }

  /** The libraries in the jar, without their versions. */
  static Set<String> libraries() throws IOException {
    Set<String> libraries = new TreeSet<>();
    for (String jar :
        Files.readString(JAR.resolveSibling("shaded-libraries.txt"))
            .strip()
            .split(File.pathSeparator, -1)) {
      libraries.add(Path.of(jar).getFileName().toString().replaceFirst("-\\d.*", ""));
    }
    assertTrue(libraries.contains("picocli"), libraries::toString);
    return libraries;
  }
}
