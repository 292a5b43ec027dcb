package dev.rollcall.probe.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.probe.net.NeighbourTable.Neighbour;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighbourTableTest {
  /** As Linux 6.1 writes it; the last two lines are damaged. */
  private static final String TABLE =
      """
      IP address       HW type     Flags       HW address            Mask     Device
      10.9.0.2         0x1         0x2         5e:0f:4a:aa:28:7b     *        v0
      10.9.0.77        0x1         0x0         00:00:00:00:00:00     *        v0
      10.9.0.88        0x1         0x6         5e:0f:4a:aa:28:7c     *        v0
      10.9.0.66        0x1         0x0         00:00:00:00:00:00     *        v0
      10.9.0.66        0x1         0x2         5e:0f:4a:aa:28:7d     *        v1
      10.9.0.99        0x1
      10.9.0.98        0x1         what
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "10.9.0.2, ANSWERS",
    "10.9.0.88, ANSWERS",
    "10.9.0.66, ANSWERS",
    "10.9.0.77, SILENT",
    "10.9.0.7, UNKNOWN",
    "10.9.0.99, UNKNOWN",
    "10.9.0.98, UNKNOWN",
    "::1, UNKNOWN"
  })
  void theFlagsSayIt(String address, Neighbour expected) throws IOException {
    Path table = Files.writeString(folder.resolve("arp"), TABLE);
    assertEquals(expected, NeighbourTable.of(table, InetAddress.getByName(address)));
  }

  @Test
  void aSystemWithoutTheTableDoesNotSay() throws IOException {
    assertEquals(
        Neighbour.UNKNOWN,
        NeighbourTable.of(folder.resolve("nowhere"), InetAddress.getByName("10.9.0.2")));
  }
}
