package dev.rollcall.probe.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "169.254.7.8, false",
    "2001:db8::1, false",
  })
  void aLinkLocalAddressIsNoIpv4(String own, boolean has) throws IOException {
    InetAddress address = InetAddress.getByName(own);
    assertEquals(has, LocalNetwork.hasIpv4(Stream.of(address), address::equals));
    assertFalse(LocalNetwork.hasIpv4(Stream.of(address), other -> false));
  }
}
