package dev.rollcall.probe.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system says is read whatever its encoding, and need not be there. */
class SystemFileTest {
  @TempDir private Path folder;

  @Test
  void commentsAndNamesMayHaveAnyEncoding() throws IOException {
    Path file = folder.resolve("resolv.conf");
    Files.write(file, "# f\u00fcr\noptions timeout:3\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(List.of("# f\u00fcr", "options timeout:3"), SystemFile.lines(file));
  }

  /** Linux allows any byte but a slash, a colon and white space in the name of a device. */
  @Test
  void aRouteBesideADeviceWithAnotherNameIsRead() throws IOException {
    Path file = folder.resolve("route");
    Files.write(
        file,
        """
        caf\u00e9\t0003010A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
        eth0\t00000000\t0102010A\t0003\t0\t0\t0\t00000000\t0\t0\t0
        """
            .getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        List.of("10.1.3.0/24 dev caf\u00e9", "default via 10.1.2.1 dev eth0"),
        LocalRoutes.four(SystemFile.lines(file)));
  }

  @Test
  void theRestOfAVeryLongOneIsNotRead() throws IOException {
    Path file = Files.writeString(folder.resolve("route"), "a route\n".repeat(10_001));
    assertEquals(10_000, SystemFile.lines(file).size());
  }

  @Test
  void aSystemWithoutItHasNoLines() {
    assertEquals(List.of(), SystemFile.lines(folder.resolve("none")));
  }
}
