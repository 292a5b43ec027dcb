package dev.rollcall.run.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What this host may send from. */
class HostTest {
  @Test
  void anAddressThatThisHostDoesNotHaveIsNamed() throws Exception {
    String objection = Host.objection(InetAddress.getByName("192.0.2.77")).orElseThrow();
    assertTrue(
        objection.startsWith("source: this host has no address 192.0.2.77"), () -> objection);
    assertEquals(Optional.empty(), Host.objection(InetAddress.getLoopbackAddress()));
  }
}
