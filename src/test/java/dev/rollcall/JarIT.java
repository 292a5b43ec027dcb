package dev.rollcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The one jar that is handed over: that it runs, and what is in it. */
class JarIT {
  private static final Path JAR = Path.of(System.getProperty("rollcall.jar"));

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }

  @Test
  void runsByItself() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), "-jar", JAR.toString(), "--version")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.matches("rollcall \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R"), output);
  }

  @Test
  void leavesOutWhatOnlyHeldForTheSingleLibraries() throws IOException {
    for (String entry : entries()) {
      assertFalse(entry.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"), entry);
      assertFalse(entry.endsWith("module-info.class"), entry);
      assertFalse(entry.endsWith("InetAddressResolverProvider"), entry);
    }
  }

  @Test
  void manifestNamesTheProgramAndItsVersions() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      var attributes = jar.getManifest().getMainAttributes();
      assertEquals("dev.rollcall.cli.Main", attributes.getValue("Main-Class"));
      assertEquals("true", attributes.getValue("Multi-Release"));
    }
  }

  @Test
  void carriesTheLicenceOfEveryLibrary() throws IOException {
    List<String> entries = entries();
    var missing = new TreeSet<String>();
    for (String library : shadedLibraries()) {
      String folder = "META-INF/licenses/" + library + "/";
      if (entries.stream().noneMatch(e -> e.startsWith(folder) && e.contains("LICENSE"))) {
        missing.add(library);
      }
    }
    assertEquals(new TreeSet<>(), missing);
    assertTrue(entries.contains("META-INF/licenses/Apache-2.0.txt"));
  }

  @Test
  void carriesEveryCatalogue() throws IOException {
    List<String> entries = entries();
    Path checks = Path.of("checks");
    try (var files = Files.walk(checks)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.toString().replace(File.separatorChar, '/');
        assertTrue(file.getFileName().toString().startsWith(".") || entries.contains(name), name);
      }
    }
  }

  /** The names, without versions, of the jars that the build put into the one. */
  private static Set<String> shadedLibraries() throws IOException {
    String paths = Files.readString(JAR.resolveSibling("shaded-libraries.txt")).strip();
    var names =
        List.of(paths.split(File.pathSeparator, -1)).stream()
            .map(p -> Path.of(p).getFileName().toString().replaceFirst("-\\d.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(names.contains("picocli"), names::toString);
    return names;
  }
}
