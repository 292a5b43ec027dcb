package dev.rollcall.campus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the campus asks of a machine: without it the campus profile fails, and skips nothing. */
@Tag("campus")
class MachineIT {
  @Test
  void theBuildRunsAsRootOnLinux() throws Exception {
    assertEquals(
        0,
        Files.getAttribute(Path.of("/proc/self"), "unix:uid"),
        "the campus makes network namespaces: run mvn verify -Pcampus as root on Linux");
  }
}
