package dev.rollcall.protocol.kerberos.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.asn1.ASN1Element;
import dev.rollcall.protocol.kerberos.AsRequest;
import dev.rollcall.protocol.kerberos.KerberosSettings;
import dev.rollcall.protocol.kerberos.SampleKdcAnswers;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KdcAnswerTest {

  @Test
  void mitsAnswersAreRead() throws MalformedException {
    assertEquals(
        new KdcAnswer.Refused(
            new ErrorCode(25),
            Instant.parse("2026-11-22T18:56:22.214246Z"),
            Optional.of("EXAMPLE.TEST"),
            Optional.of(new Principal(1, List.of("alice"))),
            "EXAMPLE.TEST",
            new Principal(2, List.of("krbtgt", "EXAMPLE.TEST")),
            "NEEDED_PREAUTH",
            Optional.empty()),
        KdcAnswer.read(SampleKdcAnswers.MIT_PREAUTH));
    KdcAnswer.Refused revoked =
        assertInstanceOf(KdcAnswer.Refused.class, KdcAnswer.read(SampleKdcAnswers.MIT_REVOKED));
    assertEquals("18 KDC_ERR_CLIENT_REVOKED", revoked.code().toString());
    assertEquals("CLIENT LOCKED OUT", revoked.text());
  }

  @Test
  void sambasAnswersAreRead() throws MalformedException {
    assertEquals(
        new KdcAnswer.Refused(
            new ErrorCode(6),
            Instant.parse("2026-11-22T18:57:38.249448Z"),
            Optional.of("UNI.EDU"),
            Optional.of(new Principal(1, List.of("rollcall-probe"))),
            "UNI.EDU",
            new Principal(2, List.of("krbtgt", "UNI.EDU")),
            "",
            Optional.empty()),
        KdcAnswer.read(SampleKdcAnswers.SAMBA_UNKNOWN));
    KdcAnswer.Refused preauth =
        assertInstanceOf(KdcAnswer.Refused.class, KdcAnswer.read(SampleKdcAnswers.SAMBA_PREAUTH));
    assertEquals("25 KDC_ERR_PREAUTH_REQUIRED", preauth.code().toString());
  }

  @Test
  void aTicketIsRead() throws MalformedException {
    assertEquals(
        new KdcAnswer.Granted("UNI.EDU", new Principal(1, List.of("alice"))),
        KdcAnswer.read(SampleKdcAnswers.ticket("UNI.EDU", "alice")));
  }

  @Test
  void emptyFieldsWithoutNumberAreNotTakenApart() {
    byte[] fields = new byte[2 * 30_000];
    for (int i = 0; i < fields.length; i += 2) {
      fields[i] = (byte) 0xa0;
    }
    byte[] message =
        new ASN1Element((byte) 0x7e, new ASN1Element((byte) 0x30, fields).encode()).encode();
    MalformedException e = assertThrows(MalformedException.class, () -> KdcAnswer.read(message));
    assertEquals("a sequence of more than 1000 elements", e.getMessage());
  }

  @Test
  void everyTruncationIsRefused() {
    for (byte[] whole :
        List.of(
            SampleKdcAnswers.MIT_PREAUTH,
            SampleKdcAnswers.MIT_REVOKED,
            SampleKdcAnswers.SAMBA_UNKNOWN,
            SampleKdcAnswers.SAMBA_PREAUTH,
            SampleKdcAnswers.ticket("UNI.EDU", "alice"))) {
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThrows(MalformedException.class, () -> KdcAnswer.read(cut));
      }
      byte[] longer = Arrays.copyOf(whole, whole.length + 1);
      assertThrows(MalformedException.class, () -> KdcAnswer.read(longer));
    }
  }

  @Test
  void noBitFlipBreaksTheReader() {
    Random random = new Random(4120);
    List<byte[]> seeds =
        List.of(
            SampleKdcAnswers.MIT_PREAUTH,
            SampleKdcAnswers.SAMBA_PREAUTH,
            SampleKdcAnswers.ticket("UNI.EDU", "alice"));
    int refused = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = seeds.get(round % seeds.size()).clone();
      for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        KdcAnswer.read(bytes);
      } catch (MalformedException expected) {
        refused++;
      }
    }
    assertTrue(refused > 10_000, "the reader is not strict: " + refused);
  }

  @Test
  void theRequestHasTheShapeOfTheRfc() throws MalformedException {
    byte[] message = new AsRequest("UNI.EDU", Principal.of("alice", "UNI.EDU")).encode();
    KerberosDer.Fields request = KerberosDer.message(message, 10);
    assertEquals(5, request.integer(1));
    assertEquals(10, request.integer(2));
    KerberosDer.Fields body = request.fields(4);
    assertEquals(new Principal(1, List.of("alice")), Principal.decode(body.fields(1)));
    assertEquals("UNI.EDU", body.text(2));
    assertEquals(new Principal(2, List.of("krbtgt", "UNI.EDU")), Principal.decode(body.fields(3)));
    assertEquals(Instant.EPOCH, body.time(5));
    assertTrue(body.integer(7) >= 0);
    assertEquals(5, body.elements(8).size());
  }

  @Test
  void accountsAreReadAsPeopleWriteThem() {
    assertEquals(new Principal(1, List.of("alice")), Principal.of("alice", "UNI.EDU"));
    assertEquals(new Principal(1, List.of("alice")), Principal.of("alice@uni.edu", "UNI.EDU"));
    assertEquals(new Principal(1, List.of("alice")), Principal.of("UNI\\alice", "UNI.EDU"));
    assertEquals(new Principal(1, List.of("http", "web")), Principal.of("http/web", "UNI.EDU"));
    assertEquals(
        new Principal(10, List.of("alice@mail.test")), Principal.of("alice@mail.test", "UNI.EDU"));
    assertEquals(
        KerberosSettings.DEFAULT_PRINCIPAL,
        new KerberosSettings("UNI.EDU", "CN=svc,OU=Users,DC=uni,DC=edu").principal());
  }

  @Test
  void onlyAnEnterpriseNameAsksForCanonicalForm() {
    assertTrue(flags("alice").startsWith("a00703050000000000"), flags("alice"));
    assertTrue(flags("alice@mail.test").startsWith("a00703050000010000"));
  }

  /** The request from its kdc-options on, in hexadecimal. */
  private static String flags(String account) {
    byte[] message = new AsRequest("UNI.EDU", Principal.of(account, "UNI.EDU")).encode();
    String hex = HexFormat.of().formatHex(message);
    return hex.substring(hex.indexOf("a00703"));
  }
}
