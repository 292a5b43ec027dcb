package dev.rollcall.protocol.kerberos;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;

/** Answers of real KDCs, captured on loopback, and ones written byte by byte after RFC 4120. */
public final class SampleKdcAnswers {
  /** MIT krb5 1.20.1: alice, who must pre-authenticate. */
  public static final byte[] MIT_PREAUTH =
      hex(
          "7e81ea3081e7a003020105a10302011ea411180f32303236313132323138353632325aa50502030344e6a603"
              + "020119a70e1b0c4558414d504c452e54455354a8123010a003020101a10930071b05616c696365a9"
              + "0e1b0c4558414d504c452e54455354aa21301fa003020102a11830161b066b72627467741b0c4558"
              + "414d504c452e54455354ab101b0e4e45454445445f50524541555448ac530451304f300aa1040202"
              + "0088a20204003027a103020113a220041e301c301aa003020112a1131b114558414d504c452e5445"
              + "5354616c6963653009a103020102a2020400300da10402020085a20504034d4954");

  /** MIT krb5 1.20.1: an account that is locked. */
  public static final byte[] MIT_REVOKED =
      hex(
          "7e8199308196a003020105a10302011ea411180f32303236313132323138353632365aa50502030288ffa603"
              + "020112a70e1b0c4558414d504c452e54455354a8133011a003020101a10a30081b066c6f636b6564"
              + "a90e1b0c4558414d504c452e54455354aa21301fa003020102a11830161b066b72627467741b0c45"
              + "58414d504c452e54455354ab131b11434c49454e54204c4f434b4544204f5554");

  /** Samba 4.17 (Heimdal) as Active Directory: no account of that name. */
  public static final byte[] SAMBA_UNKNOWN =
      hex(
          "7e7c307aa003020105a10302011ea411180f32303236313132323138353733385aa505020303ce68a6030201"
              + "06a7091b07554e492e454455a81b3019a003020101a11230101b0e726f6c6c63616c6c2d70726f62"
              + "65a9091b07554e492e454455aa1c301aa003020102a11330111b066b72627467741b07554e492e45"
              + "4455");

  /** Samba 4.17 (Heimdal) as Active Directory: alice, who must pre-authenticate. */
  public static final byte[] SAMBA_PREAUTH =
      hex(
          "7e82011930820115a003020105a10302011ea411180f32303236313132323138353733375aa50502030b5495"
              + "a603020119a7091b07554e492e454455a8123010a003020101a10930071b05616c696365a9091b07"
              + "554e492e454455aa1c301aa003020102a11330111b066b72627467741b07554e492e454455ab2b1b"
              + "294e65656420746f207573652050412d454e432d54494d455354414d502f50412d504b2d41532d52"
              + "4551ac75047330713009a103020110a20204003009a10302010fa2020400300aa10402020093a202"
              + "04003009a103020102a2020400300aa10402020088a2020400300aa1040202028fa2020400302aa1"
              + "03020113a2230421301f301da003020112a10e1b0c554e492e454455616c696365a2060404000010"
              + "00");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private SampleKdcAnswers() {}

  /** A KRB-ERROR of now. */
  static byte[] error(int code, String realm) {
    return error(code, realm, Duration.ZERO);
  }

  /** A KRB-ERROR of a KDC whose clock is off. */
  static byte[] error(int code, String realm, Duration ahead) {
    return error(code, realm, ahead, "e-text");
  }

  static byte[] error(int code, String realm, Duration ahead, String text) {
    return error(code, realm, ahead, text, new byte[0]);
  }

  /**
   * With e-data.
   *
   * @param data empty for none
   */
  static byte[] error(int code, String realm, Duration ahead, String text, byte[] data) {
    return errorAt(STAMP.format(Instant.now().plus(ahead)), code, realm, text, data);
  }

  /** Of a KDC that names another service than the realm's krbtgt. */
  static byte[] errorOf(String service, int code, String realm) {
    return errorAt(STAMP.format(Instant.now()), service, code, realm, "e-text", new byte[0]);
  }

  /** With any text in the place of the time. */
  static byte[] errorAt(String time, int code, String realm, String text, byte[] data) {
    return errorAt(time, "krbtgt", code, realm, text, data);
  }

  /** A WRONG_REALM of the asked realm's KDC that refers to the client's own (RFC 6806 §7). */
  static byte[] referral(String realm, String clientRealm) {
    byte[] other = field(7, string(clientRealm));
    return errorAt(STAMP.format(Instant.now()), "krbtgt", 68, realm, "", other, new byte[0]);
  }

  private static byte[] errorAt(
      String time, String service, int code, String realm, String text, byte[] data) {
    return errorAt(time, service, code, realm, text, new byte[0], data);
  }

  private static byte[] errorAt(
      String time,
      String service,
      int code,
      String realm,
      String text,
      byte[] client,
      byte[] data) {
    return tag(
        0x7e,
        tag(
            0x30,
            field(0, number(5)),
            field(1, number(30)),
            field(4, tag(0x18, time.getBytes(StandardCharsets.US_ASCII))),
            field(5, number(0)),
            field(6, number(code)),
            client,
            field(9, string(realm)),
            field(10, name(2, service, realm)),
            field(11, string(text)),
            data.length == 0 ? data : field(12, tag(4, data))));
  }

  /** An e-data with an NTSTATUS, as Windows sends it (MS-KILE §2.2.1). */
  static byte[] status(int status) {
    byte[] value =
        ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(status).putInt(8, 1).array();
    return tag(0x30, field(1, number(3)), field(2, tag(4, value)));
  }

  /** A METHOD-DATA that wants AES-256 with that many iterations. */
  static byte[] hashing(int iterations) {
    byte[] keys =
        tag(
            0x30,
            tag(
                0x30,
                field(0, number(18)),
                field(1, string("salt")),
                field(2, tag(4, wide(iterations)))));
    return tag(
        0x30,
        tag(0x30, field(1, number(2)), field(2, tag(4))),
        tag(0x30, field(1, number(19)), field(2, tag(4, keys))));
  }

  /** A METHOD-DATA that names these encryption types (ETYPE-INFO2). */
  static byte[] encryptions(int... types) {
    byte[][] keys =
        Arrays.stream(types)
            .mapToObj(type -> tag(0x30, field(0, number(type)), field(1, string("salt"))))
            .toArray(byte[][]::new);
    byte[] wanted = tag(0x30, field(1, number(2)), field(2, tag(4)));
    return keys.length == 0
        ? tag(0x30, wanted)
        : tag(0x30, wanted, tag(0x30, field(1, number(19)), field(2, tag(4, tag(0x30, keys)))));
  }

  /** An AS-REP that is encrypted with that type. */
  public static byte[] ticket(String realm, String client, int type) {
    byte[] sealed = tag(0x30, field(0, number(type)), field(2, tag(4, new byte[] {1, 2, 3})));
    return tag(
        0x6b,
        tag(
            0x30,
            field(0, number(5)),
            field(1, number(11)),
            field(3, string(realm)),
            field(4, name(1, client)),
            field(5, tag(0x61, tag(0x30))),
            field(6, sealed)));
  }

  /** An AS-REP, its encrypted parts left empty. */
  public static byte[] ticket(String realm, String client) {
    return tag(
        0x6b,
        tag(
            0x30,
            field(0, number(5)),
            field(1, number(11)),
            field(3, string(realm)),
            field(4, name(1, client)),
            field(5, tag(0x61, tag(0x30))),
            field(6, tag(0x30))));
  }

  /** As TCP carries it (RFC 4120 §7.2.2). */
  static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array();
  }

  static byte[] tag(int tag, byte[]... parts) {
    byte[] value = join(parts);
    byte[] length =
        value.length < 128
            ? new byte[] {(byte) value.length}
            : new byte[] {(byte) 0x82, (byte) (value.length >> 8), (byte) value.length};
    return join(new byte[] {(byte) tag}, length, value);
  }

  private static byte[] field(int number, byte[] value) {
    return tag(0xa0 + number, value);
  }

  private static byte[] number(int value) {
    return tag(2, (byte) 0 == value >> 7 ? new byte[] {(byte) value} : wide(value));
  }

  private static byte[] wide(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] string(String text) {
    return tag(0x1b, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] name(int type, String... parts) {
    byte[] all = join(Arrays.stream(parts).map(SampleKdcAnswers::string).toArray(byte[][]::new));
    return tag(0x30, field(0, number(type)), field(1, tag(0x30, all)));
  }

  static byte[] join(byte[]... parts) {
    ByteBuffer whole = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      whole.put(part);
    }
    return whole.array();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
