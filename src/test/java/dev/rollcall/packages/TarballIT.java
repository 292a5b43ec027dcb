package dev.rollcall.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarball, unpacked in some folder of a host that has no Java. */
@Tag("packages")
class TarballIT {
  /** The appliance's: CentOS 7. */
  private static final int GLIBC = GlibcBound.number("GLIBC_2.17");

  /** What jdeps finds that no rule needs: Jackson looks for these, and does without. */
  private static final Set<String> LEFT_OUT = Set.of("java.desktop");

  @TempDir private static Path folder;

  private static Path home;

  @BeforeAll
  static void unpack() throws Exception {
    Packages.run("tar", "-xzf", Packages.file(".tar.gz").toString(), "-C", folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      home = files.findFirst().orElseThrow();
    }
    // With a space, which the launcher must bear.
    home = Files.move(home, folder.resolve("roll call"));
  }

  /** With the launcher's own tools on the PATH, and nothing else in the environment. */
  private static String rollcall(String... arguments) throws IOException, InterruptedException {
    Path tools = folder.resolve("tools");
    if (!Files.exists(tools)) {
      Files.createDirectory(tools);
      for (String tool : new String[] {"dirname", "readlink"}) {
        Path real = Path.of(Packages.run("sh", "-c", "command -v " + tool).strip());
        Files.createSymbolicLink(tools.resolve(tool), real);
      }
    }
    String[] command = new String[arguments.length + 1];
    command[0] = home.resolve("rollcall").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Packages.run(
        Map.of("PATH", tools.toString(), "LC_ALL", "C.UTF-8", "TMPDIR", folder.toString()),
        command);
  }

  @Test
  void runsWithItsOwnJava() throws Exception {
    assertTrue(rollcall("--version").startsWith("rollcall "));
  }

  /** The demonstration has every rule; what it plants fails, and every other rule passes. */
  @Test
  void probesEveryRuleOfTheTable() throws Exception {
    String output = rollcall("demo");
    assertTrue(
        output.contains("38 rules: 31 passed, 1 passed with a warning, 3 failed, 3 skipped"),
        output);
  }

  @Test
  void noFileNeedsANewerCLibraryThanTheAppliances() throws Exception {
    Map<String, Integer> needed = GlibcBound.runtime(home);
    needed.putAll(GlibcBound.jar(home.resolve("rollcall.jar")));
    assertTrue(needed.containsKey("runtime/lib/server/libjvm.so"), needed::toString);
    assertTrue(needed.containsKey("com/sun/jna/linux-x86-64/libjnidispatch.so"), needed::toString);
    needed.values().removeIf(version -> version <= GLIBC);
    assertEquals(Map.of(), needed);
  }

  @Test
  void theRuntimeHasTheModulesThatTheJarUses() throws Exception {
    Set<String> present = new TreeSet<>();
    for (String line :
        Packages.run(home.resolve("runtime/bin/java").toString(), "--list-modules")
            .lines()
            .toList()) {
      present.add(line.replaceFirst("@.*", ""));
    }
    Set<String> missing = new TreeSet<>(Set.of(used().split(",", -1)));
    missing.removeAll(present);
    assertEquals(new TreeSet<>(LEFT_OUT), missing);
  }

  private static String used() throws Exception {
    return Packages.run(
            Path.of(System.getProperty("java.home"), "bin", "jdeps").toString(),
            "--print-module-deps",
            "--ignore-missing-deps",
            "--multi-release=base",
            Packages.JAR.toString())
        .strip();
  }

  @Test
  void everyLibraryHasItsLicenceAndTheRuntimeHasIts() throws Exception {
    Set<String> missing = new TreeSet<>();
    for (String jar :
        Files.readString(Packages.JAR.resolveSibling("shaded-libraries.txt"))
            .strip()
            .split(java.io.File.pathSeparator, -1)) {
      String library = Path.of(jar).getFileName().toString().replaceFirst("-\\d.*", "");
      Path licences = home.resolve("licenses").resolve(library);
      if (!Files.isDirectory(licences) || names(licences).stream().noneMatch(TarballIT::licence)) {
        missing.add(library);
      }
    }
    assertEquals(new TreeSet<>(), missing);
    assertTrue(Files.size(home.resolve("runtime/legal/java.base/LICENSE")) > 1000);
    assertEquals(
        -1,
        Files.mismatch(
            Packages.JAR.resolveSibling("rollcall.cdx.json"), home.resolve("rollcall.cdx.json")));
  }

  private static boolean licence(String name) {
    return name.contains("LICENSE");
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  @Test
  void bashReadsTheCompletionAndCompletes() throws Exception {
    Path script = home.resolve("completion/rollcall.bash");
    Packages.run("bash", "-n", script.toString());
    String completed =
        Packages.run(
            "bash",
            "-c",
            "source \"$0\"; COMP_WORDS=(rollcall dem) COMP_CWORD=1; _complete_rollcall;"
                + " echo \"${COMPREPLY[@]}\"",
            script.toString());
    assertEquals("demo", completed.strip());
  }

  @Test
  void everyCommandHasAManualPageThatRendersWithoutAWarning() throws Exception {
    Set<String> pages = names(home.resolve("man"));
    assertTrue(
        pages.containsAll(Set.of("rollcall.1", "rollcall-check.1", "rollcall-demo.1")),
        pages::toString);
    for (String page : pages) {
      String text =
          Packages.run(
              Map.of("PATH", System.getenv("PATH"), "LC_ALL", "C.UTF-8", "MANWIDTH", "100"),
              "man",
              "--warnings=w",
              "-l",
              home.resolve("man").resolve(page).toString());
      assertFalse(text.contains("warning"), text);
      assertTrue(text.contains("NAME") && text.contains("SEE ALSO"), text);
    }
  }

  @Test
  void theLauncherAndTheRuntimesProgramsCanBeRunAndNobodyElseCanWrite() throws Exception {
    Map<String, Packages.Entry> entries =
        Packages.listed(Packages.run("tar", "-tvzf", Packages.file(".tar.gz").toString()));
    entries.forEach(
        (path, entry) -> {
          boolean program =
              path.matches("[^/]+/(rollcall|runtime/bin/[^/]+|runtime/lib/j(exec|spawnhelper))");
          String mode =
              entry.mode().startsWith("d") ? "drwxr-xr-x" : program ? "-rwxr-xr-x" : "-rw-r--r--";
          assertEquals(new Packages.Entry(mode, "root/root", ""), entry, path);
        });
    assertEquals(
        1, entries.keySet().stream().map(path -> path.split("/", 2)[0]).distinct().count());
  }
}
