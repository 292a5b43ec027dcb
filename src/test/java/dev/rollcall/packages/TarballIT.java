package dev.rollcall.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tarball, unpacked in some folder of a host that has no Java. */
@Tag("packages")
class TarballIT {
  /** The appliance's: CentOS 7. */
  private static final int GLIBC = GlibcBound.number("GLIBC_2.17");

  /** What jdeps finds that no rule needs: Jackson looks for these, and does without. */
  private static final Set<String> LEFT_OUT = Set.of("java.desktop");

  private static final Path NO_CACHE = Path.of("");

  private static final List<String> TOOLS =
      List.of("dirname", "mkdir", "mv", "readlink", "rm", "sed", "stat", "tr");

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

  /** With the launcher's own tools on the PATH, and nothing of Java in the environment. */
  private static String rollcall(Path cache, String... arguments)
      throws IOException, InterruptedException {
    Path tools = folder.resolve("tools");
    if (!Files.exists(tools)) {
      Files.createDirectory(tools);
      for (String tool : TOOLS) {
        Path real = Path.of(Packages.run("sh", "-c", "command -v " + tool).strip());
        Path wrapper = tools.resolve(tool);
        Files.writeString(wrapper, "#!/bin/sh\nexec " + real.toAbsolutePath() + " \"$@\"\n");
        assertTrue(wrapper.toFile().setExecutable(true));
      }
    }
    String[] command = new String[arguments.length + 1];
    command[0] = home.resolve("rollcall").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Packages.run(
        Map.of(
            "PATH",
            tools.toString(),
            "LC_ALL",
            "C.UTF-8",
            "TMPDIR",
            folder.toString(),
            "ROLLCALL_CACHE",
            cache.toString()),
        command);
  }

  @Test
  void runsWithItsOwnJava() throws Exception {
    assertTrue(rollcall(NO_CACHE, "--version").startsWith("rollcall "));
  }

  @Test
  void makesItsCachesOfLoadedClassesAndStartsWithThem() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    assertEquals("", rollcall(cache, "--make-cache"));
    assertEquals(2, names(cache).size());
    assertTrue(rollcall(cache, "--version").startsWith("rollcall "));
  }

  /** The demonstration has every rule; what it plants fails, and every other rule passes. */
  @Test
  void probesEveryRuleOfTheTable() throws Exception {
    String output = rollcall(NO_CACHE, "demo");
    assertTrue(
        output.contains("38 rules: 31 passed, 1 with a warning, 3 failed, 3 skipped"), output);
    assertTrue(output.contains("/roll call/rollcall' check --site site.yaml"), output);
  }

  /** Unpacked as /opt/rollcall; the site file is then copied to /etc. */
  @Test
  void whatThePagesAndTheUnitNameIsThere() throws Exception {
    Set<String> paths = new TreeSet<>(Set.of("/etc/rollcall/site.yaml"));
    try (Stream<Path> files = Files.walk(home)) {
      files.map(home::relativize).forEach(file -> paths.add("/opt/rollcall/" + file));
    }
    paths.add("/opt/rollcall");
    for (String page : List.of("README.md", "monitoring.md", "examples/systemd/rollcall.service")) {
      String text = Files.readString(home.resolve(page));
      assertEquals(Set.of(), Packages.missing(text, "/opt/rollcall/", paths), page);
    }
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
    for (String library : Packages.libraries()) {
      Path licences = home.resolve("licenses").resolve(library);
      if (!Files.isDirectory(licences) || names(licences).stream().noneMatch(TarballIT::licence)) {
        missing.add(library);
      }
    }
    assertEquals(new TreeSet<>(), missing);
    assertTrue(Files.size(home.resolve("runtime/legal/java.base/LICENSE")) > 1000);
  }

  @Test
  void theBillOfMaterialsHasTheLibrariesAndTheRuntime() throws Exception {
    JsonNode jars = components(Packages.JAR.resolveSibling("rollcall.cdx.json"));
    JsonNode all = components(home.resolve("rollcall.cdx.json"));
    for (int i = 0; i < jars.size(); i++) {
      assertEquals(jars.path(i), all.path(i));
    }
    assertEquals(jars.size() + 1, all.size());
    JsonNode runtime = all.path(jars.size());
    assertEquals("openjdk", runtime.path("name").asString());
    String version = Packages.run(home.resolve("runtime/bin/java").toString(), "--version");
    assertTrue(version.contains(runtime.path("version").asString()), version);
  }

  private static JsonNode components(Path file) throws IOException {
    return new JsonMapper().readTree(Files.readAllBytes(file)).path("components");
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dem                | demo
          check --report jun | junit=
          answer --report j  | json=
          check --from j     | jump-host
          drift accept --from j | jump-host
          explain sql.t      | sql.tds
          explain dropp      | dropped
          init --set sql.por | sql.port=
          check --report = /et | /etc
          """)
  void bashReadsTheCompletionAndCompletes(String words, String completed) throws Exception {
    Path script = home.resolve("completion/rollcall.bash");
    Packages.run("bash", "-n", script.toString());
    String complete =
        "source \"$0\"; COMP_WORDS=(rollcall "
            + words
            + ") COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_rollcall 2>/dev/null;"
            + " echo \"${COMPREPLY[@]}\"";
    assertEquals(completed, Packages.run("bash", "-c", complete, script.toString()).strip());
  }

  /** There is no zsh everywhere; it has no compopt, and reads &> as a job in the background. */
  @Test
  void theCompletionForZshHasNothingThatOnlyBashReads() throws Exception {
    String script = Files.readString(home.resolve("completion/_rollcall"));
    assertFalse(script.contains("&>"));
    assertFalse(script.contains("alias compopt"));
    assertTrue(script.endsWith("\n_rollcall\n"));
  }

  @Test
  void everyCommandHasAManualPageThatRendersWithoutAWarning() throws Exception {
    Set<String> pages = names(home.resolve("man"));
    assertTrue(
        pages.containsAll(Set.of("rollcall.1", "rollcall-check.1", "rollcall-demo.1")),
        pages::toString);
    for (String page : pages) {
      String warnings =
          Packages.run(
              "sh",
              "-c",
              "man --warnings=w -l \"$0\" 2>&1 >/dev/null",
              home.resolve("man").resolve(page).toString());
      assertEquals("", warnings, page);
    }
  }

  @Test
  void theLauncherAndTheRuntimesProgramsCanBeRunAndNobodyElseCanWrite() throws Exception {
    Map<String, Packages.Entry> entries =
        Packages.listed(Packages.run("tar", "-tvzf", Packages.file(".tar.gz").toString()));
    entries.forEach((path, entry) -> assertEquals(Packages.expected(path, entry), entry, path));
    assertEquals(
        1, entries.keySet().stream().map(path -> path.split("/", 2)[0]).distinct().count());
  }
}
