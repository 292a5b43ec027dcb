package dev.rollcall.probe.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The routing table as Linux writes it. */
class LocalRoutesTest {
  @Test
  void bothFamiliesAreRead() {
    assertEquals(
        List.of("default via 10.1.2.1 dev eth0", "10.1.2.0/24 dev eth0"),
        LocalRoutes.four(
            List.of(
                "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow",
                "eth0\t00000000\t0102010A\t0003\t0\t0\t0\t00000000\t0\t0\t0",
                "eth0\t0002010A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
                "eth1\t0003010A\t00000000\t0000\t0\t0\t0\t00FFFFFF\t0\t0\t0")));
    assertEquals(
        List.of("default via fd00:0:0:0:0:0:0:1 dev eth0", "fd00:0:0:0:0:0:0:0/64 dev eth0"),
        LocalRoutes.six(
            List.of(
                "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
                    + " fd000000000000000000000000000001 00000400 00000001 00000000 00000003"
                    + "     eth0",
                "fd000000000000000000000000000000 40 00000000000000000000000000000000 00"
                    + " 00000000000000000000000000000000 00000100 00000001 00000000 00000001"
                    + "     eth0",
                "00000000000000000000000000000001 80 00000000000000000000000000000000 00"
                    + " 00000000000000000000000000000000 00000000 00000002 00000000 80200001"
                    + "       lo",
                "nonsense")));
    assertNotNull(LocalRoutes.all());
  }

  private static String gateway(String destination) throws IOException {
    List<String> lines =
        List.of(
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow",
            "eth0\t00000000\t0102010A\t0003\t0\t0\t200\t00000000\t0\t0\t0",
            "eth1\t00000000\t0103010A\t0003\t0\t0\t100\t00000000\t0\t0\t0",
            "eth0\t0002010A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
            "eth0\t0000140A\tFE02010A\t0003\t0\t0\t0\t0000FFFF\t0\t0\t0",
            "eth0\t0001140A\tFD02010A\t0002\t0\t0\t0\t00FFFFFF\t0\t0\t0",
            "nonsense",
            "eth0\tx\ty\t0003\t0\t0\tz\tw\t0\t0\t0");
    return LocalRoutes.gateway(lines, InetAddress.getByName(destination))
        .map(InetAddress::getHostAddress)
        .orElse("none");
  }

  @Test
  void theLongestPrefixHasTheGatewayAndThenTheLowestMetric() throws IOException {
    assertEquals("none", gateway("10.1.2.7"));
    assertEquals("10.1.3.1", gateway("192.0.2.1"));
    assertEquals("10.1.2.254", gateway("10.20.1.1"));
    assertEquals(Optional.empty(), LocalRoutes.gateway(InetAddress.getByName("fd00::1")));
  }

  /** A router with all routes of the internet: a better one may be among those not read. */
  @Test
  void aPartOfAVeryLongTableNamesNoGateway() throws IOException {
    String route = "eth0\t00000000\t0102010A\t0003\t0\t0\t0\t00000000\t0\t0\t0";
    InetAddress far = InetAddress.getByName("192.0.2.1");
    assertEquals(
        "10.1.2.1", LocalRoutes.gateway(List.of(route), far).orElseThrow().getHostAddress());
    List<String> many = Collections.nCopies(SystemFile.MOST, route);
    assertEquals(Optional.empty(), LocalRoutes.gateway(many, far));
  }
}
