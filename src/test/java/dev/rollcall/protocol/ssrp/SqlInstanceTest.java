package dev.rollcall.protocol.ssrp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlInstanceTest {
  /** The answers of MC-SQLR §4. */
  static final String ONE =
      "ServerName;ILSUNG1;InstanceName;YUKONSTD;IsClustered;No;Version;9.00.1399.06;tcp;57137;;";

  static final String ALL =
      ONE
          + "ServerName;ILSUNG1;InstanceName;YUKONDEV;IsClustered;No;Version;9.00.1399.06;"
          + "np;\\\\ILSUNG1\\pipe\\MSSQL$YUKONDEV\\sql\\query;;"
          + "ServerName;ILSUNG1;InstanceName;MSSQLSERVER;IsClustered;No;Version;9.00.1399.06;"
          + "tcp;1433;np;\\\\ILSUNG1\\pipe\\sql\\query;;";

  static byte[] response(String text) {
    byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] datagram = new byte[data.length + 3];
    datagram[0] = 5;
    datagram[1] = (byte) data.length;
    datagram[2] = (byte) (data.length >> 8);
    System.arraycopy(data, 0, datagram, 3, data.length);
    return datagram;
  }

  @Test
  void theQuestionsAreThoseOfTheSpecification() {
    assertArrayEquals(new byte[] {3}, SqlInstance.askAll());
    assertEquals("0459554b4f4e53544400", HexFormat.of().formatHex(SqlInstance.ask("YUKONSTD")));
  }

  @Test
  void theExamplesOfTheSpecificationAreUnderstood() throws ProbeException {
    SqlInstance yukon =
        new SqlInstance("ILSUNG1", "YUKONSTD", false, "9.00.1399.06", OptionalInt.of(57137));
    assertEquals(0x58, response(ONE)[1]);
    assertEquals(List.of(yukon), SqlInstance.parse(response(ONE)));
    assertEquals(
        List.of(
            yukon,
            new SqlInstance("ILSUNG1", "YUKONDEV", false, "9.00.1399.06", OptionalInt.empty()),
            new SqlInstance("ILSUNG1", "MSSQLSERVER", false, "9.00.1399.06", OptionalInt.of(1433))),
        SqlInstance.parse(response(ALL)));
  }

  @Test
  void everyTransportOfTheGrammarIsPassedOver() throws ProbeException {
    String text =
        "ServerName;S;InstanceName;I;IsClustered;Yes;Version;8.00.194;np;p;tcp;1433;via;N,0:1433;"
            + "rpc;S;spx;S;adsp;S;bv;i;g;i;g;o;;";
    assertEquals(
        List.of(new SqlInstance("S", "I", true, "8.00.194", OptionalInt.of(1433))),
        SqlInstance.parse(response(text)));
    assertEquals(List.of(), SqlInstance.parse(response("")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ServerName;S;;                                                   | the SSRP answer has '' in the place of InstanceName
          ServerName;S                                                     | the SSRP answer ends within an instance
          InstanceName;I;ServerName;S;IsClustered;No;Version;1;;           | the SSRP answer has 'InstanceName' in the place of ServerName
          ServerName;;InstanceName;I;IsClustered;No;Version;1;;            | a field of the SSRP answer is empty
          ServerName;S;InstanceName;I;IsClustered;Maybe;Version;1;;        | IsClustered is Maybe
          ServerName;S;InstanceName;I;IsClustered;No;Version;new;;         | the version is new
          ServerName;S;InstanceName;a\u001bb;IsClustered;No;Version;1;;        | no instance can have the name a\\u001bb
          ServerName;S;InstanceName;I;IsClustered;No;Version;1;tcp;0;;     | the TCP port is 0
          ServerName;S;InstanceName;I;IsClustered;No;Version;1;tcp;65536;; | the TCP port is 65536
          ServerName;S;InstanceName;I;IsClustered;No;Version;1;tcp;-1;;    | the TCP port is -1
          ServerName;S;InstanceName;I;IsClustered;No;Version;1;tcp;;       | a field of the SSRP answer is empty
          ServerName;S;InstanceName;I;IsClustered;No;Version;1;tcp;1;tcp;2;; | 'tcp' stands twice in an instance of the SSRP answer
          ServerName;S;InstanceName;I;IsClustered;No;Version;1;;ServerName;S;InstanceName;i;IsClustered;No;Version;1;; | the instance i stands twice in the SSRP answer
          ServerName;S;InstanceName;I;IsClustered;No;Version;1;;x          | the SSRP answer has 'x' in the place of ServerName
          """)
  void whatIsNoAnswerIsMalformed(String text, String evidence) {
    assertMalformed(response(text), evidence);
  }

  private static final String CHINESE = "\u00b2\u00e2\u00ca\u00d4";

  /** A name in GBK, whose bytes are no letters of ISO 8859-1. */
  @Test
  void aNameInTheServersOwnCodePageHidesNoOtherInstance() throws ProbeException {
    String named = ";IsClustered;No;Version;16.0.1000.6;tcp;";
    List<SqlInstance> all =
        SqlInstance.parse(
            response(
                "ServerName;S;InstanceName;SQLEXPRESS"
                    + named
                    + "50001;;ServerName;S;InstanceName;"
                    + CHINESE
                    + named
                    + "50002;;"));
    assertEquals(List.of("SQLEXPRESS", CHINESE), all.stream().map(SqlInstance::name).toList());
    assertEquals(OptionalInt.of(50002), all.get(1).port());
  }

  /** 0xE2 and 0xC2 are one letter in ISO 8859-1, but for its case, and two in other code pages. */
  @Test
  void onlyNamesOfAsciiDifferInCaseAlone() throws ProbeException {
    String rest = ";IsClustered;No;Version;1;;";
    String begin = "ServerName;S;InstanceName;";
    assertEquals(
        2, SqlInstance.parse(response(begin + "\u00e2" + rest + begin + "\u00c2" + rest)).size());
    assertMalformed(
        response(begin + "x\u00e2" + rest + begin + "X\u00e2" + rest),
        "the instance X\u00e2 stands twice in the SSRP answer");
    assertMalformed(response(begin + "a\0b" + rest), "no instance can have the name a\\u0000b");
  }

  private static void assertMalformed(byte[] datagram, String evidence) {
    ProbeException thrown = assertThrows(ProbeException.class, () -> SqlInstance.parse(datagram));
    assertEquals(FaultKind.MALFORMED, thrown.fault().kind());
    assertEquals(evidence, thrown.fault().evidence());
  }

  @Test
  void lengthsAndSizesAreHeld() {
    assertMalformed(new byte[0], "the answer is not SSRP: (\"\")");
    assertMalformed(
        new byte[] {3, 0, 0}, "the answer is not SSRP: 03 00 00 (\"\\u0003\\u0000\\u0000\")");
    byte[] cut = Arrays.copyOf(response(ONE), 60);
    assertMalformed(cut, "the SSRP answer says 88 bytes and has 57");
    assertMalformed(Arrays.copyOf(response(ONE), 92), "the SSRP answer says 88 bytes and has 89");
    assertMalformed(
        response("ServerName;" + "S".repeat(65_000) + ";;"),
        "a field of the SSRP answer has 65000 bytes");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      many.append("ServerName;S;InstanceName;I").append(i).append(";IsClustered;No;Version;1;;");
    }
    assertMalformed(response(many.toString()), "more than 64 instances in the SSRP answer");
    assertMalformed(
        response(";".repeat(65_000)), "the SSRP answer has '' in the place of ServerName");
  }

  @Test
  void hostileAnswersNeverBreakTheParser() {
    Random random = new Random(20261122);
    byte[] good = response(ALL);
    int understood = 0;
    for (int turn = 0; turn < 20_000; turn++) {
      byte[] bytes = good.clone();
      if (turn % 3 == 0) {
        bytes =
            response(ALL.substring(random.nextInt(100), 100 + random.nextInt(ALL.length() - 100)));
      } else if (turn % 3 == 1) {
        bytes = Arrays.copyOf(good, random.nextInt(good.length + 8));
      }
      for (int flips = random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      byte[] hostile = bytes;
      try {
        SqlInstance.parse(hostile);
        understood++;
      } catch (ProbeException e) {
        assertEquals(
            FaultKind.MALFORMED, e.fault().kind(), () -> HexFormat.of().formatHex(hostile));
      }
    }
    assertTrue(understood > 1000, "the good answers among them: " + understood);
  }
}
