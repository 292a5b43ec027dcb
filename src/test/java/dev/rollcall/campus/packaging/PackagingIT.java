package dev.rollcall.campus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The units, as systemd's own parser sees them, in a root folder of their own. No systemd is
 * started: it would tidy up the machine that the tests run on.
 */
@Tag("campus")
class PackagingIT {
  private static final List<String> UNITS =
      List.of("rollcall.service", "rollcall.timer", "rollcall-mail.service");

  /** In tenths; systemd calls anything below 2.0 OK. */
  private static final String EXPOSURE = "15";

  @TempDir private Path root;

  private record Ended(int exit, String said) {}

  private static Ended run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), said);
  }

  private Ended verify() throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("systemd-analyze", "--root=" + root, "--man=no", "verify"));
    command.addAll(UNITS);
    return run(command);
  }

  @BeforeEach
  void stage() throws IOException {
    copyAll(Path.of("/usr/lib/systemd/system"), root.resolve("usr/lib/systemd/system"));
    copyAll(Path.of("packaging/systemd"), root.resolve("etc/systemd/system"));
    Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
    Files.createDirectories(root.resolve("opt/rollcall"));
    Files.copy(Path.of("packaging/rollcall"), launcher());
    Files.createDirectories(root.resolve("bin"));
    Files.copy(Path.of("/bin/sh"), root.resolve("bin/sh"));
  }

  private Path launcher() {
    return root.resolve("opt/rollcall/rollcall");
  }

  /** Its files and links; the folders below hold what others add to single units. */
  private static void copyAll(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(one -> !Files.isDirectory(one)).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), java.nio.file.LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  @Test
  void systemdTakesTheUnitsWithoutAWord() throws Exception {
    assertEquals(new Ended(0, ""), verify());
  }

  /** Otherwise the silence above proves nothing. */
  @Test
  void systemdWouldSayWhatItDoesNotKnow() throws Exception {
    Path unit = root.resolve("etc/systemd/system/rollcall.service");
    Files.writeString(unit, Files.readString(unit).replace("NoNewPrivileges=", "NoNewPrivilege="));
    assertTrue(verify().said().contains("Unknown key 'NoNewPrivilege'"), () -> "nothing said");
    Files.delete(launcher());
    assertNotEquals(0, verify().exit());
  }

  @Test
  void theServiceIsHardened() throws Exception {
    Ended ended =
        run(
            List.of(
                "systemd-analyze",
                "security",
                "--no-pager",
                "--offline=true",
                "--threshold=" + EXPOSURE,
                "packaging/systemd/rollcall.service"));
    ended.said().lines().filter(line -> line.contains("exposure")).forEach(System.out::println);
    assertEquals(0, ended.exit(), ended::said);
  }
}
