package dev.rollcall.probe.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalNetworkTest {
  @Test
  void loopbackIsReachedFromLoopback() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    assertEquals(Optional.of(loopback), LocalNetwork.sourceTowards(loopback));
  }

  @Test
  void onlyAttachedNetworksAreOnLink() throws IOException {
    assertTrue(LocalNetwork.onLink(InetAddress.getByName("127.0.0.77")));
    assertFalse(LocalNetwork.onLink(InetAddress.getByName("240.0.0.77")));
    assertFalse(LocalNetwork.onLink(InetAddress.getByName("2001:db8:ffff::1")));
  }
}
