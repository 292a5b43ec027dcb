package dev.rollcall.bundle.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.text.LiteralAddress;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses: private ones keep their block and structure, others become impossible ones. */
class AddressPseudonymsTest {
  private final AddressPseudonyms pseudonyms =
      new AddressPseudonyms(
          new Pseudonyms("a key that stays at the site 123".getBytes(UTF_8)),
          Set.of(LiteralAddress.parse("198.51.100.1")));

  private InetAddress of(String literal) {
    return pseudonyms.of(LiteralAddress.parse(literal));
  }

  private static int common(InetAddress one, InetAddress other) {
    byte[] left = one.getAddress();
    byte[] right = other.getAddress();
    for (int bit = 0; bit < left.length * 8; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((left[bit / 8] & mask) != (right[bit / 8] & mask)) {
        return bit;
      }
    }
    return left.length * 8;
  }

  @Test
  void privateAddressesShareAsManyBitsAsBefore() {
    Random random = new Random(1);
    for (String block : List.of("10.0.0.0", "172.16.0.0", "192.168.0.0", "fd00::", "100.64.0.0")) {
      byte[] bytes = LiteralAddress.parse(block).getAddress();
      for (int i = 0; i < 200; i++) {
        byte[] one = bytes.clone();
        byte[] other = bytes.clone();
        one[bytes.length - 1] = (byte) random.nextInt();
        one[bytes.length - 2] = (byte) random.nextInt();
        other[bytes.length - 1] = (byte) random.nextInt();
        other[bytes.length - 2] = (byte) random.nextInt();
        InetAddress left = AddressPseudonyms.address(one);
        InetAddress right = AddressPseudonyms.address(other);
        assertEquals(common(left, right), common(pseudonyms.of(left), pseudonyms.of(right)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 8",
    "172.31.255.254, 12",
    "192.168.1.1, 16",
    "169.254.7.7, 16",
    "100.64.0.1, 10",
    "fdab:cdef::1, 7",
    "fe80::1, 64"
  })
  void aPrivateAddressStaysInItsBlock(String literal, int block) {
    assertTrue(common(LiteralAddress.parse(literal), of(literal)) >= block);
    assertNotEquals(LiteralAddress.parse(literal), of(literal));
  }

  @Test
  void otherAddressesBecomeOnesThatNoHostHas() {
    Set<InetAddress> made = new HashSet<>();
    for (int i = 0; i < 256; i++) {
      InetAddress four = of("131.220.7." + i);
      assertEquals(0xf0, four.getAddress()[0] & 0xf0, four::toString);
      assertEquals(24, Math.min(24, common(four, of("131.220.7.1"))));
      made.add(four);
    }
    assertEquals(256, made.size());
    assertTrue(of("2a00:1450::5").getHostAddress().startsWith("2001:db8:"));
    assertTrue(common(of("2a00:1450:1:2::5"), of("2a00:1450:1:2::6")) >= 64);
    assertTrue(common(of("2a00:1450:1:2::5"), of("2a00:1450:1:3::5")) >= 48);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "255.255.255.255",
    "::",
    "::1",
    "198.51.100.1",
    "224.0.0.251",
    "ff02::1"
  })
  void someStay(String literal) {
    assertEquals(LiteralAddress.parse(literal), of(literal));
  }

  @Test
  void anAddressOfIpv4InIpv6HasThePseudonymOfTheFormer() {
    Redaction redaction =
        new Redaction("a key that stays at the site 123".getBytes(UTF_8), Set.of());
    String four = redaction.name("10.1.2.3");
    assertEquals("::ffff:" + four, redaction.name("::ffff:10.1.2.3"));
    assertEquals("::ffff:" + four, redaction.name("::ffff:a01:203"));
    String[] parts = four.split("\\.", -1);
    assertEquals(
        parts[3] + "." + parts[2] + "." + parts[1] + ".10.in-addr.arpa",
        redaction.sentence("3.2.1.10.in-addr.arpa"));
    String network = redaction.sentence("10.1.2.0/24");
    assertEquals(four.substring(0, four.lastIndexOf('.')) + ".0/24", network);
    assertEquals("eth0 " + four + "/24", redaction.sentence("eth0 10.1.2.3/24"));
  }

  /** The beginning of an address is no version of a program. */
  @Test
  void theBeginningOfAKnownAddressIsReplaced() {
    Redaction redaction =
        new Redaction("a key that stays at the site 123".getBytes(UTF_8), Set.of());
    String before = redaction.sentence("version 131.251.7, 131.251, 9.2.1");
    assertEquals("version 131.251.7, 131.251, 9.2.1", before);
    redaction.learnName("131.251.7.9");
    String after = redaction.sentence("version 131.251.7, 131.251, 9.2.1");
    assertFalse(after.contains("131"), after);
    assertTrue(after.endsWith("9.2.1"), after);
  }
}
