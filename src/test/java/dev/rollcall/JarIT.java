package dev.rollcall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

  /** Where they come from in a folder of classes is another way. */
  @Test
  void aRedactedBundleKeepsTheSentencesOfTheJarsOwnClasses(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("checks.yaml"),
        """
        catalogue: own
        title: Own checks
        rules:
          - {id: quadrangle, from: appsanywhere, to: 127.0.0.1, port: 1/tcp, protocol: ssh, usage: x}
        """);
    String checked = run(folder, "check", "--checks", "checks.yaml", "--history", "h", "--verbose");
    String said = run(folder, "bundle", "--history", "h", "--out", "b.zip", "--redact");
    assertTrue(said.contains("Written: b.zip"), said);
    String report = run(folder, "render", "b.zip");
    String evidence = "TCP reset or ICMP port unreachable came back";
    assertTrue(checked.contains(evidence), checked);
    assertTrue(report.contains(evidence), report);
    assertFalse(report.contains("quadrangle"), report);
    assertFalse(report.contains("\"explain "), report);
    assertTrue(
        run(folder, "help", "nothing").contains("'java -jar " + JAR.toAbsolutePath() + " help'"));
  }

  private static String run(Path folder, String... args) throws Exception {
    List<String> call = new ArrayList<>();
    call.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Such a short run spends most of its time in the compiler of hot code.
    call.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    call.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    call.addAll(List.of(args));
    Process process =
        new ProcessBuilder(call).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
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
      assertEquals("dev.rollcall.cli.Start", attributes.getValue("Main-Class"));
      assertEquals("true", attributes.getValue("Multi-Release"));
      JarEntry start = jar.getJarEntry("dev/rollcall/cli/Start.class");
      try (DataInputStream in = new DataInputStream(jar.getInputStream(start))) {
        assertEquals(0xcafebabe, in.readInt());
        assertEquals(52, in.readInt(), "of Java 8, which then says that it is too old");
      }
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

  @Test
  void billOfMaterialsNamesEveryLibraryWithItsVersion() throws IOException {
    byte[] sbom = content("META-INF/sbom/rollcall.cdx.json");
    var libraries = new TreeSet<String>();
    for (JsonNode component : new JsonMapper().readTree(sbom).path("components")) {
      String library =
          component.path("name").asString() + "-" + component.path("version").asString();
      libraries.add(library);
      String purl =
          "pkg:maven/"
              + component.path("group").asString()
              + "/"
              + library.replaceFirst("-(?=\\d)", "@");
      assertEquals(purl + "?type=jar", component.path("purl").asString());
      assertFalse(component.path("hashes").isEmpty(), library);
    }
    assertEquals(shadedJars(), libraries);
    assertArrayEquals(Files.readAllBytes(JAR.resolveSibling("rollcall.cdx.json")), sbom);
  }

  @Test
  void manifestSaysWhereTheBillOfMaterialsIs() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      var attributes = jar.getManifest().getMainAttributes();
      assertEquals("CycloneDX", attributes.getValue("Sbom-Format"));
      assertEquals("META-INF/sbom/rollcall.cdx.json", attributes.getValue("Sbom-Location"));
    }
  }

  /** Scanners that do not know bills of materials read Maven's own files. */
  @Test
  void mavenPropertiesNameEveryLibraryWithItsVersion() throws IOException {
    var libraries = new TreeSet<String>();
    for (String entry : entries()) {
      if (entry.matches("META-INF/maven/.*/pom\\.properties")) {
        var maven = new Properties();
        maven.load(new ByteArrayInputStream(content(entry)));
        String artifact = maven.getProperty("artifactId");
        assertEquals(
            "META-INF/maven/" + maven.getProperty("groupId") + "/" + artifact + "/pom.properties",
            entry);
        libraries.add(artifact + "-" + maven.getProperty("version"));
        assertTrue(entries().contains(entry.replace("pom.properties", "pom.xml")), entry);
      }
    }
    assertTrue(libraries.removeIf(library -> library.startsWith("rollcall-")), libraries::toString);
    assertEquals(shadedJars(), libraries);
  }

  /** Two builds of one commit make the same bytes. */
  @Test
  void holdsNothingOfTheTimeOrPlaceOfTheBuild() throws IOException {
    long built = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry
            .getName()
            .matches("(dev/rollcall|checks|META-INF/sbom)/.*|META-INF/MANIFEST.MF")) {
          assertEquals(
              built,
              entry.getTimeLocal().toInstant(ZoneOffset.UTC).toEpochMilli(),
              entry.getName());
        }
      }
    }
    String sbom = new String(content("META-INF/sbom/rollcall.cdx.json"), StandardCharsets.UTF_8);
    assertFalse(sbom.contains("\"serialNumber\""));
    assertFalse(sbom.contains("\"timestamp\""));
    assertFalse(sbom.contains(Path.of("").toAbsolutePath().toString()));
  }

  private static byte[] content(String entry) throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile());
        InputStream in = jar.getInputStream(jar.getJarEntry(entry))) {
      return in.readAllBytes();
    }
  }

  /** The names, without versions, of the jars that the build put into the one. */
  private static Set<String> shadedLibraries() throws IOException {
    return shadedJars().stream()
        .map(jar -> jar.replaceFirst("-\\d.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The jars that the build put into the one: {@code picocli-4.7.7}. */
  private static Set<String> shadedJars() throws IOException {
    String paths = Files.readString(JAR.resolveSibling("shaded-libraries.txt")).strip();
    var names =
        List.of(paths.split(File.pathSeparator, -1)).stream()
            .map(p -> Path.of(p).getFileName().toString().replaceFirst("\\.jar$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(names.stream().anyMatch(name -> name.startsWith("picocli-")), names::toString);
    return names;
  }
}
