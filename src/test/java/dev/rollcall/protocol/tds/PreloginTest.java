package dev.rollcall.protocol.tds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreloginTest {
  private static final HexFormat HEX = HexFormat.of();

  /** What SQL Server 2012 SP1 answered to the request of MS-TDS §4.1. */
  private static final byte[] SERVER_2012 =
      HEX.parseHex(
          "0401002b0000010000001a0006010020000102002100010300220000040022000"
              + "1ff0b000bb80000010001");

  /** The options of an answer, as a test writes them down. */
  private static byte[] message(String hex) {
    return HEX.parseHex(hex.replace(" ", ""));
  }

  @Test
  void theRequestHasTheLayoutOfTheSpecification() {
    // MS-TDS §4.1, but for the version (zero) and the thread (zero), which are the client's own.
    byte[] example =
        HEX.parseHex(
            "1201002f0000010000001a00060100200001020021000103002200040400260001ff"
                + "09000000000001"
                + "00b80d000001");
    byte[] request = Prelogin.request(Prelogin.ENCRYPT_ON, Optional.empty(), Optional.empty());
    assertArrayEquals(Arrays.copyOf(example, 34), Arrays.copyOf(request, 34));
    assertEquals("00000000000001" + "000000000001", HEX.formatHex(request, 34, request.length));
  }

  @Test
  void theRequestNamesTheInstance() {
    byte[] request =
        Prelogin.request(Prelogin.ENCRYPT_NOT_SUP, Optional.of("APPS"), Optional.empty());
    assertEquals(0x2f + 4, request.length);
    assertEquals(request.length, request[3]);
    assertEquals(
        "000000000000" + "02" + "4150505300" + "00000000" + "01",
        HEX.formatHex(request, 34, request.length));
  }

  @Test
  void aRealAnswerIsUnderstood() throws ProbeException {
    Prelogin answer = Prelogin.parse(Arrays.copyOfRange(SERVER_2012, 8, SERVER_2012.length));
    assertEquals(
        new Prelogin(
            "11.0.3000",
            Prelogin.ENCRYPT_ON,
            Optional.of(true),
            Optional.of(true),
            false,
            Optional.empty()),
        answer);
  }

  @Test
  void anErrorIsReportedWithItsNumberAndText() {
    // ERROR 17809: number, state 1, class 20, then the text as UTF-16.
    byte[] token = message("aa 1200 91450000 01 14 0400 4600 7500 6c00 6c00");
    ProbeException thrown = assertThrows(ProbeException.class, () -> Prelogin.parse(token));
    assertEquals(FaultKind.UNEXPECTED, thrown.fault().kind());
    assertEquals(
        "the server answers PRELOGIN with an error: 17809, Full", thrown.fault().evidence());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ff                                              | option 0 of the answer to PRELOGIN has 0 bytes
          00 000b 0006 01 0011 0001 ff 100003e80000       | option 1 of the answer to PRELOGIN lies beyond its end
          00 0006 0006 ff 100003e80000                    | option 1 of the answer to PRELOGIN has 0 bytes
          00 0006 0005 ff 100003e800                      | option 0 of the answer to PRELOGIN has 5 bytes
          00 0006 0006 00 0006 0006 ff 100003e80000       | option 0 stands twice in the answer to PRELOGIN
          00 0000 0014 01 0000 0014 ff 000000000000000000 | options of the answer to PRELOGIN lie over each other
          00 0000 0006 01 00                              | the options of the answer to PRELOGIN have no end
          00 0000 0001                                    | the options of the answer to PRELOGIN have no end
          01 0006 0001 ff 00                              | the answer to PRELOGIN does not begin with the version: 01 00 06 00 01 ff 00 ("\\u0001\\u0000\\u0006\\u0000\\u0001ÿ\\u0000")
          """)
  void whatIsNoAnswerIsMalformed(String hex, String evidence) {
    ProbeException thrown = assertThrows(ProbeException.class, () -> Prelogin.parse(message(hex)));
    assertEquals(FaultKind.MALFORMED, thrown.fault().kind());
    assertEquals(evidence, thrown.fault().evidence());
  }

  @Test
  void hostileAnswersNeverBreakTheParser() {
    Random random = new Random(20261122);
    byte[] good = Arrays.copyOfRange(SERVER_2012, 8, SERVER_2012.length);
    int understood = 0;
    for (int turn = 0; turn < 20_000; turn++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 8));
      for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (turn % 5 == 0) {
        random.nextBytes(bytes);
      }
      try {
        Prelogin.parse(bytes);
        understood++;
      } catch (ProbeException e) {
        assertTrue(
            Set.of(FaultKind.MALFORMED, FaultKind.UNEXPECTED).contains(e.fault().kind()),
            () -> HEX.formatHex(bytes));
      }
    }
    assertTrue(understood > 100, "the good answers among them: " + understood);
  }
}
