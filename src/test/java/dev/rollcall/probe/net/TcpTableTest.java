package dev.rollcall.probe.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The kernel's table of connections, as proc_net_tcp(5) has it. */
class TcpTableTest {
  private static final String TABLE =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
         0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
        nonsense
         1: 640212C6:C350 020212C6:01BB 01 000001D3:00000000 01:00000014 00000002     0
         2: 0000000000000000FFFF0000640212C6:C351 0000000000000000FFFF0000020212C6:01BB 01 00000000:00000007 00:00000000
         4: 640212C6:C352 020212C6:01BB 02 00000001:00000000 01:00000014 00000002     0
         5: 0000000000000000FFFF0000640212C6:C353 0000000000000000FFFF0000020212C6:01BB 02 00000001:00000000 00:00000014 00000000
         3: B80D0120000000000000000001000000:C350 B80D0120000000000000000002000000:01BB 04 00000001:00000000 01:00000014
      """;

  private static OptionalLong find(String local, int port, String remote) throws IOException {
    return TcpTable.find(
        new BufferedReader(new StringReader(TABLE)),
        new InetSocketAddress(InetAddress.getByName(local), port),
        new InetSocketAddress(InetAddress.getByName(remote), 443));
  }

  @Test
  void theConnectionIsFoundHoweverItsSocketIsOfIpv4OrIpv6() throws IOException {
    assertEquals(OptionalLong.of(0x1d3), find("198.18.2.100", 0xc350, "198.18.2.2"));
    assertEquals(OptionalLong.of(0), find("198.18.2.100", 0xc351, "198.18.2.2"));
    assertEquals(OptionalLong.of(1), find("2001:db8::1", 0xc350, "2001:db8::2"));
    assertEquals(OptionalLong.empty(), find("198.18.2.100", 0xc354, "198.18.2.2"));
    assertEquals(OptionalLong.empty(), find("198.18.2.100", 0xc350, "198.18.2.3"));
  }

  @Test
  void eachWaitingRequestSaysHowOftenItWasSentAndUntilWhen() throws IOException {
    InetSocketAddress remote = new InetSocketAddress(InetAddress.getByName("198.18.2.2"), 443);
    assertEquals(
        Map.of(
            TcpTable.request(0xc352, remote),
            new TcpTable.Requested(3, 1_200_000_000L),
            TcpTable.request(0xc353, remote),
            new TcpTable.Requested(1, 1_000_000_000L)),
        TcpTable.requests(new BufferedReader(new StringReader(TABLE)), 1_000_000_000L));
  }
}
