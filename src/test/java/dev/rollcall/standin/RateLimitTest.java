package dev.rollcall.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  private static int taken(RateLimit buckets, InetAddress source, long now) {
    int count = 0;
    while (count < 1000 && buckets.take(source, now)) {
      count++;
    }
    return count;
  }

  @Test
  void aSourceHasASecondsWorthAndGetsMoreWithTime() throws Exception {
    RateLimit buckets = new RateLimit(1000, 10, 0);
    InetAddress one = address("192.0.2.1");
    assertEquals(10, taken(buckets, one, 0));
    assertEquals(0, taken(buckets, one, 0));
    assertEquals(5, taken(buckets, one, SECOND / 2));
    assertEquals(10, taken(buckets, one, 100 * SECOND));
    assertEquals(10, taken(buckets, address("192.0.2.2"), 100 * SECOND));
  }

  @Test
  void allTogetherHaveALimitToo() throws Exception {
    RateLimit buckets = new RateLimit(15, 10, 0);
    assertEquals(10, taken(buckets, address("192.0.2.1"), 0));
    assertEquals(5, taken(buckets, address("192.0.2.2"), 0));
    assertFalse(buckets.take(address("192.0.2.3"), 0));
  }

  @Test
  void aNetworkInIpv6IsOneSource() throws Exception {
    RateLimit buckets = new RateLimit(1000, 10, 0);
    assertEquals(10, taken(buckets, address("2001:db8:0:1::1"), 0));
    assertFalse(buckets.take(address("2001:db8:0:1:ffff::2"), 0));
    assertTrue(buckets.take(address("2001:db8:0:2::1"), 0));
  }

  @Test
  void manySourcesDoNotFillTheMemoryAndMeetTheLimitForAll() throws Exception {
    RateLimit buckets = new RateLimit(200, 10, 0);
    int answered = 0;
    for (int source = 0; source < 20_000; source++) {
      byte[] forged = {10, (byte) (source >> 16), (byte) (source >> 8), (byte) source};
      answered += buckets.take(InetAddress.getByAddress(forged), 0) ? 1 : 0;
    }
    assertEquals(200, answered);
  }
}
