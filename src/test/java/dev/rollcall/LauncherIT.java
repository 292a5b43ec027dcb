package dev.rollcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the jar: its caches of loaded classes, and that a bad one harms nothing. */
class LauncherIT {
  private static final String VERSION = "rollcall \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R";

  @TempDir private Path folder;
  private Path home;
  private Path cache;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectory(folder.resolve("roll call"));
    cache = home.resolve("cache");
    Files.copy(Path.of("packaging/rollcall"), home.resolve("rollcall"));
    Files.copy(Path.of(System.getProperty("rollcall.jar")), home.resolve("rollcall.jar"));
    // A Java that notes how it was called.
    Path real = Path.of(System.getProperty("java.home"));
    Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
    Files.copy(real.resolve("release"), folder.resolve("jdk/release"));
    Path noting = bin.resolve("java");
    Files.writeString(
        noting,
        "#!/bin/sh\necho \"$@\" >>'"
            + folder.resolve("calls")
            + "'\nexec '"
            + real.resolve("bin/java")
            + "' \"$@\"\n");
    assertTrue(noting.toFile().setExecutable(true));
  }

  private String lastCall() throws IOException {
    List<String> calls = Files.readAllLines(folder.resolve("calls"));
    return calls.get(calls.size() - 1);
  }

  /** Whether the last Java was called with a cache. */
  private boolean used() throws IOException {
    return lastCall().matches(".*-XX:(AOTCache|SharedArchiveFile)=.*");
  }

  /** Whether the last Java was called with this cache. */
  private boolean used(Path cached) throws IOException {
    return used() && lastCall().contains("=" + cached + " ");
  }

  private Process start(Optional<Path> other, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", home.resolve("rollcall").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().remove("ROLLCALL_CACHE");
    other.ifPresent(path -> builder.environment().put("ROLLCALL_CACHE", path.toString()));
    return builder.start();
  }

  private String said(Optional<Path> other, String... args)
      throws IOException, InterruptedException {
    Process process = start(other, args);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private void versionIsSaid() throws IOException, InterruptedException {
    String said = said(Optional.empty(), "--version");
    assertTrue(said.matches(VERSION), said);
  }

  private List<Path> caches() throws IOException {
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  /** Waits until the maker has ended, which gives back its permit last. */
  private void awaitCacheBeside(List<Path> others) throws IOException, InterruptedException {
    while (Files.exists(cache.resolve("rollcall-permit"))
        || caches().stream()
            .filter(file -> !others.contains(file))
            .noneMatch(
                file -> file.getFileName().toString().matches("rollcall-\\d.*-quick\\.cache"))) {
      Thread.sleep(50);
    }
  }

  private Path made(String kind) throws IOException {
    return caches().stream()
        .filter(
            file -> file.getFileName().toString().matches("rollcall-\\d.*\\d-" + kind + ".cache"))
        .findAny()
        .get();
  }

  /** All with one cache of each kind: to make them takes seconds. */
  @Test
  void theCachesAreMadeBesideOtherFilesAndUsedIfOthersCannotWriteThem() throws Exception {
    Files.createDirectory(cache);
    Path notes = Files.writeString(cache.resolve("2026-notes.txt"), "mine");
    Path other = Files.writeString(cache.resolve("rollcall-1.2.3-4.5.6-99-x.cache"), "of Java 99");
    assertEquals("", said(Optional.empty(), "--make-cache"));
    assertEquals(4, caches().size());
    assertTrue(Files.exists(notes) && Files.exists(other));
    // A class that only a probe over TLS loads.
    String probes = "sun/security/ssl/Finished$T13FinishedConsumer";
    assertTrue(Files.readString(made("probing"), StandardCharsets.ISO_8859_1).contains(probes));
    Path made = made("quick");
    assertFalse(Files.readString(made, StandardCharsets.ISO_8859_1).contains(probes));
    versionIsSaid();
    assertTrue(used(made));
    assertTrue(said(Optional.empty(), "demo", "--help").startsWith("Usage: rollcall demo"));
    assertTrue(used(made("probing")));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-rw-r--"));
    versionIsSaid();
    assertFalse(used());
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
    versionIsSaid();
    assertTrue(used(made));
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    versionIsSaid();
    assertFalse(used());
    Path link = Files.createSymbolicLink(folder.resolve("link"), cache);
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertTrue(said(Optional.of(link), "--version").matches(VERSION));
    assertFalse(used());
  }

  @Test
  void theFirstUseMakesItAfterwardsAndABrokenOneOrOneOfAnotherJarIsNotUsed() throws Exception {
    versionIsSaid();
    assertFalse(used());
    awaitCacheBeside(List.of());
    versionIsSaid();
    Path made = made("quick");
    assertTrue(used(made));
    assertTrue(made.toFile().setWritable(true));
    Files.write(made, new byte[1000], StandardOpenOption.TRUNCATE_EXISTING);
    versionIsSaid();
    assertTrue(used(made));
    Path old = Files.move(home.resolve("rollcall.jar"), folder.resolve("old.jar"));
    Files.copy(old, home.resolve("rollcall.jar"));
    versionIsSaid();
    assertFalse(used());
    awaitCacheBeside(List.of(made));
    assertEquals(1, caches().size());
  }

  /** Those that run at once, and those that begin while it is made. */
  @Test
  void oneOfManyMakesTheCacheAlsoWhereAKilledOneLeftItsPermit() throws Exception {
    Files.createDirectory(cache);
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.writeString(cache.resolve("rollcall-permit"), gone.pid() + "\n");
    // Each that is still there has the pipe, the maker of the cache too.
    String four = "for i in 1 2 3 4; do \"$0\" --version 3>&1 >/dev/null & done; wait";
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", four, home.resolve("rollcall") + "");
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().remove("ROLLCALL_CACHE");
    Process process = builder.redirectErrorStream(true).start();
    assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(0, process.waitFor());
    assertEquals(List.of(made("quick")), caches());
    List<String> makers = new ArrayList<>(Files.readAllLines(folder.resolve("calls")));
    makers.removeIf(call -> !call.contains("CacheTraining"));
    assertEquals(1, makers.size(), makers::toString);
  }

  @Test
  void thePermitOfAnotherMakerIsRespected() throws Exception {
    Files.createDirectory(cache);
    Path permit =
        Files.writeString(cache.resolve("rollcall-permit"), ProcessHandle.current().pid() + "\n");
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh", "-c", "\"$0\" --version 3>&1 >/dev/null", home.resolve("rollcall") + "");
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().remove("ROLLCALL_CACHE");
    Process process = builder.redirectErrorStream(true).start();
    assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(List.of(permit), caches());
  }

  @Test
  void whereNoneIsWantedOrPossibleThereIsNone() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path other : List.of(Path.of(""), file, folder.resolve("no/such/folder"))) {
      Process making = start(Optional.of(other), "--make-cache");
      String said = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(1, making.waitFor(), said);
      String why =
          other.toString().isEmpty()
              ? "ROLLCALL_CACHE is empty"
              : "the folder " + other + " cannot be made or written, or belongs to another user";
      assertEquals("rollcall: no cache was made: " + why + "\n", said);
      assertTrue(said(Optional.of(other), "--version").matches(VERSION));
      assertFalse(used());
    }
    assertEquals(List.of(), caches());
  }
}
